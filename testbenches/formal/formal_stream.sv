// formal_stream -- what every unit with one input and one output stream owes; formal_join is its
// like for two inputs.
// Vectors are numbered modulo 2**NumberBits. Those with the number `watched` all hold the symbolic
// vector `vector_i`, all others are free. Then
//   protocol      valid and payload stay until the transfer: assumed of the input, proved of the
//                 output
//   conservation  the watched vectors come out as `expected_i`, beat by beat; the output is never
//                 ahead of the input nor more than MaxHeld vectors behind, so that nothing is lost
//                 or sent twice; a vector is inside once its first InNeeded beats are, for a unit
//                 that does not use the others may be done before they come
//   progress      a whole vector inside shows at the output within MaxWait cycles, and a unit that
//                 shows nothing takes a beat within MaxWait cycles, unless InMayWait: an output
//                 that shares its input with others may have to wait for them
`default_nettype none

module formal_stream #(
    parameter int InBits = 1,
    parameter int InBeats = 1,
    parameter int InNeeded = InBeats,
    parameter int OutBits = 1,
    parameter int OutBeats = 1,
    parameter int MaxHeld = 2,
    parameter int MaxWait = 8,
    parameter bit InMayWait = 0,
    parameter int Covered = 3,
    parameter int NumberBits = 3
) (
    input wire                        clk_i,
    input wire                        rst_ni,
    input wire                        in_valid_i,
    input wire                        in_ready_i,
    input wire [          InBits-1:0] in_data_i,
    input wire                        out_valid_i,
    input wire                        out_ready_i,
    input wire [         OutBits-1:0] out_data_i,
    input wire [ InBits*InBeats-1:0] vector_i,
    input wire [OutBits*OutBeats-1:0] expected_i
);
  (* anyconst *) logic [NumberBits-1:0] watched;

  localparam int InIndexBits = $clog2(InBeats + 1);
  localparam int OutIndexBits = $clog2(OutBeats + 1);
  localparam int WaitBits = $clog2(MaxWait + 2);

  wire take = in_valid_i && in_ready_i;
  wire give = out_valid_i && out_ready_i;

  logic [NumberBits-1:0] in_vector;
  logic [NumberBits-1:0] out_vector;
  logic [InIndexBits-1:0] in_beat;
  logic [OutIndexBits-1:0] out_beat;
  logic [WaitBits-1:0] silent;
  logic [WaitBits-1:0] stuck;
  logic in_waits;
  logic out_waits;
  logic [InBits-1:0] in_before;
  logic [OutBits-1:0] out_before;
  wire [NumberBits-1:0] held = in_vector + (in_beat >= InNeeded) - out_vector;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      in_vector  <= 0;
      out_vector <= 0;
      in_beat    <= 0;
      out_beat   <= 0;
      silent     <= 0;
      stuck      <= 0;
      in_waits   <= 0;
      out_waits  <= 0;
    end else begin
      if (take) in_beat <= (in_beat == InBeats - 1) ? 0 : in_beat + 1;
      if (take && in_beat == InBeats - 1) in_vector <= in_vector + 1;
      if (give) out_beat <= (out_beat == OutBeats - 1) ? 0 : out_beat + 1;
      if (give && out_beat == OutBeats - 1) out_vector <= out_vector + 1;
      silent    <= (out_valid_i || held == 0) ? 0 : silent + 1;
      stuck     <= (out_valid_i || in_ready_i || !in_valid_i) ? 0 : stuck + 1;
      in_waits  <= in_valid_i && !in_ready_i;
      out_waits <= out_valid_i && !out_ready_i;
    end
    in_before  <= in_data_i;
    out_before <= out_data_i;
  end

  always_comb begin
    if (rst_ni) begin
      if (in_waits) assume (in_valid_i && in_data_i == in_before);
      if (in_valid_i && in_vector == watched)
        assume (in_data_i == vector_i[in_beat*InBits+:InBits]);

      if (out_waits) assert (out_valid_i && out_data_i == out_before);
      if (out_valid_i && out_vector == watched)
        assert (out_data_i == expected_i[out_beat*OutBits+:OutBits]);
      assert (held <= MaxHeld);
      // Or one vector ahead would look like one behind.
      assert (MaxHeld < 2 ** NumberBits - 1);
      assert (silent <= MaxWait);
      assert (InMayWait || stuck <= MaxWait);
      cover (give && out_vector == Covered - 1 && out_beat == OutBeats - 1);
      cover (held == MaxHeld);
    end
  end
endmodule

`default_nettype wire
