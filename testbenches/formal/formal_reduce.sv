// formal_reduce -- Taps beats give one, lane by lane; with Words of them that take turns.
`default_nettype none

module formal_reduce #(
    parameter int Lanes = 1,
    parameter int InBits = 2,
    parameter bit Signed = 0,
    parameter int Taps = 2,
    parameter int Words = 1,
    parameter     Op = "max",
    parameter int OutBits = InBits,
    parameter int MaxHeld = 2
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InWidth-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InWidth = Lanes * InBits;
  localparam int OutWidth = Lanes * OutBits;
  localparam int TapBits = Words * InWidth;

  (* anyconst *) logic [TapBits*Taps-1:0] vector;
  logic [OutWidth*Words-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutWidth-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  // A bit is +1 or -1 to a sum. The maximum is the element that none is above.
  always_comb begin
    expected = '0;
    for (int lane = 0; lane < Words * Lanes; lane = lane + 1) begin : lanes
      integer ones;
      logic signed [31:0] sum;
      logic [InBits-1:0] maximum;
      ones = 0;
      sum = 0;
      maximum = '0;
      for (int tap = 0; tap < Taps; tap = tap + 1) begin : taps
        logic [InBits-1:0] element;
        logic wins;
        element = vector[tap*TapBits+lane*InBits+:InBits];
        ones = ones + element[0];
        if (InBits == 1) sum = element ? sum + 1 : sum - 1;
        else sum = sum + $signed({{32{Signed && element[InBits-1]}}, element});
        wins = 1'b1;
        for (int other = 0; other < Taps; other = other + 1) begin : others
          logic [InBits-1:0] rival;
          rival = vector[other*TapBits+lane*InBits+:InBits];
          if (Signed ? $signed(rival) > $signed(element) : rival > element) wins = 1'b0;
        end
        if (wins) maximum = element;
      end
      expected[lane*OutBits+:OutBits] =
          (Op == "sum") ? sum :
          (Op == "max") ? maximum :
          (Op == "or") ? ones > 0 : ones == Taps;
    end
  end

  bnn_reduce #(
      .Lanes  (Lanes),
      .InBits (InBits),
      .Signed (Signed),
      .Taps   (Taps),
      .Words  (Words),
      .Op     (Op),
      .OutBits(OutBits)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  formal_stream #(
      .InBits  (InWidth),
      .InBeats (Taps * Words),
      .OutBits (OutWidth),
      .OutBeats(Words),
      .MaxHeld (MaxHeld),
      .MaxWait (2)
  ) u_stream (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_i   (vector),
      .expected_i (expected)
  );
endmodule

`default_nettype wire
