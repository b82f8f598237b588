// formal_join -- what every unit with two input streams, a and b, and one output stream owes.
// Vectors are numbered modulo 2**NumberBits in each stream. Those with the number `watched` hold
// the symbolic `vector_a_i` in a and `vector_b_i` in b, all others are free. Then
//   protocol      valid and payload stay until the transfer: assumed of the inputs, each by itself,
//                 proved of the output
//   conservation  the watched vectors come out as `expected_i`, beat by beat; the output is never
//                 ahead of an input nor more than MaxHeld vectors behind it, so that nothing is
//                 lost or sent twice
//   progress      what is whole in both shows at the output within MaxWait cycles, and a unit that
//                 shows nothing while both inputs are valid takes a beat within MaxWait cycles
`default_nettype none

module formal_join #(
    parameter int ABits = 1,
    parameter int ABeats = 1,
    parameter int BBits = 1,
    parameter int BBeats = 1,
    parameter int OutBits = 1,
    parameter int OutBeats = 1,
    parameter int MaxHeld = 2,
    parameter int MaxWait = 0,
    parameter int Covered = 3,
    parameter int NumberBits = 2
) (
    input wire                        clk_i,
    input wire                        rst_ni,
    input wire [                 1:0] in_valid_i,
    input wire [                 1:0] in_ready_i,
    input wire [     ABits+BBits-1:0] in_data_i,
    input wire                        out_valid_i,
    input wire                        out_ready_i,
    input wire [         OutBits-1:0] out_data_i,
    input wire [    ABits*ABeats-1:0] vector_a_i,
    input wire [    BBits*BBeats-1:0] vector_b_i,
    input wire [OutBits*OutBeats-1:0] expected_i
);
  (* anyconst *) logic [NumberBits-1:0] watched;

  localparam int ABeatBits = $clog2(ABeats + 1);
  localparam int BBeatBits = $clog2(BBeats + 1);
  localparam int OutBeatBits = $clog2(OutBeats + 1);
  localparam int WaitBits = $clog2(MaxWait + 2);

  wire take_a = in_valid_i[0] && in_ready_i[0];
  wire take_b = in_valid_i[1] && in_ready_i[1];
  wire give = out_valid_i && out_ready_i;
  wire [ABits-1:0] a = in_data_i[ABits-1:0];
  wire [BBits-1:0] b = in_data_i[ABits+:BBits];

  logic [NumberBits-1:0] a_vector;
  logic [NumberBits-1:0] b_vector;
  logic [NumberBits-1:0] out_vector;
  logic [ABeatBits-1:0] a_beat;
  logic [BBeatBits-1:0] b_beat;
  logic [OutBeatBits-1:0] out_beat;
  logic [WaitBits-1:0] silent;
  logic [WaitBits-1:0] stuck;
  logic a_waits;
  logic b_waits;
  logic out_waits;
  logic [ABits-1:0] a_before;
  logic [BBits-1:0] b_before;
  logic [OutBits-1:0] out_before;
  wire [NumberBits-1:0] held_a = a_vector - out_vector;
  wire [NumberBits-1:0] held_b = b_vector - out_vector;
  wire is_silent = !out_valid_i && held_a != 0 && held_b != 0;
  wire is_stuck = !out_valid_i && in_valid_i == 2'b11 && in_ready_i == 2'b00;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      a_vector   <= 0;
      b_vector   <= 0;
      out_vector <= 0;
      a_beat     <= 0;
      b_beat     <= 0;
      out_beat   <= 0;
      silent     <= 0;
      stuck      <= 0;
      a_waits    <= 0;
      b_waits    <= 0;
      out_waits  <= 0;
    end else begin
      if (take_a) a_beat <= (a_beat == ABeats - 1) ? 0 : a_beat + 1;
      if (take_a && a_beat == ABeats - 1) a_vector <= a_vector + 1;
      if (take_b) b_beat <= (b_beat == BBeats - 1) ? 0 : b_beat + 1;
      if (take_b && b_beat == BBeats - 1) b_vector <= b_vector + 1;
      if (give) out_beat <= (out_beat == OutBeats - 1) ? 0 : out_beat + 1;
      if (give && out_beat == OutBeats - 1) out_vector <= out_vector + 1;
      silent    <= is_silent ? silent + 1 : 0;
      stuck     <= is_stuck ? stuck + 1 : 0;
      a_waits   <= in_valid_i[0] && !in_ready_i[0];
      b_waits   <= in_valid_i[1] && !in_ready_i[1];
      out_waits <= out_valid_i && !out_ready_i;
    end
    a_before   <= a;
    b_before   <= b;
    out_before <= out_data_i;
  end

  always_comb begin
    if (rst_ni) begin
      if (a_waits) assume (in_valid_i[0] && a == a_before);
      if (b_waits) assume (in_valid_i[1] && b == b_before);
      if (in_valid_i[0] && a_vector == watched) assume (a == vector_a_i[a_beat*ABits+:ABits]);
      if (in_valid_i[1] && b_vector == watched) assume (b == vector_b_i[b_beat*BBits+:BBits]);

      if (out_waits) assert (out_valid_i && out_data_i == out_before);
      if (out_valid_i && out_vector == watched)
        assert (out_data_i == expected_i[out_beat*OutBits+:OutBits]);
      assert (held_a <= MaxHeld);
      assert (held_b <= MaxHeld);
      // Or one vector ahead would look like one behind.
      assert (MaxHeld < 2 ** NumberBits - 1);
      assert (silent <= MaxWait);
      assert (stuck <= MaxWait);
      cover (give && out_vector == Covered - 1 && out_beat == OutBeats - 1);
      cover (held_a == MaxHeld);
      cover (a_waits && !in_valid_i[1] && !out_valid_i);
      cover (b_waits && !in_valid_i[0] && !out_valid_i);
    end
  end
endmodule

`default_nettype wire
