// formal_mvu -- every vector meets every row of weights.hex once; thresholds in thresholds.hex.
// Pad lanes of the input are assumed zero.
`default_nettype none

module formal_mvu #(
    parameter int Rows = 3,
    parameter int Cols = 3,
    parameter int Pe = 2,
    parameter int Simd = 2,
    parameter bit Scores = 0,
    parameter int Stages = 0,
    parameter int WeightBits = 1,
    parameter int AccBits = $clog2(Cols + 1) + (Scores ? 0 : 1),
    parameter int MaxHeld = 5
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Simd-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int SynapseFold = (Cols + Simd - 1) / Simd;
  localparam int NeuronFold = (Rows + Pe - 1) / Pe;
  localparam bit IsInteger = WeightBits > 1;
  localparam int SumBits = IsInteger ? AccBits : $clog2(Cols + 1) + 1;
  localparam int LaneBits = Scores ? SumBits : 1;
  localparam int OutBits = Pe * LaneBits;

  (* anyconst *) logic [Simd*SynapseFold-1:0] vector;
  logic [OutBits*NeuronFold-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  logic [Pe*Simd*WeightBits-1:0] weights[0:SynapseFold*NeuronFold-1];
  logic [Pe*SumBits-1:0] thresholds[0:NeuronFold-1];

  initial $readmemh("weights.hex", weights);
  initial $readmemh("thresholds.hex", thresholds);

  always_comb begin
    for (int pad = Cols; pad < SynapseFold * Simd; pad = pad + 1) assume (!vector[pad]);
    for (int row = 0; row < NeuronFold * Pe; row = row + 1) begin : rows
      logic [SumBits-1:0] sum;
      logic signed [WeightBits-1:0] weight;
      sum = !Scores ? thresholds[row/Pe][row%Pe*SumBits+:SumBits] : IsInteger ? 0 : -Cols;
      for (int column = 0; column < Cols; column = column + 1) begin
        weight = weights[row/Pe*SynapseFold+column/Simd][
            (row%Pe*Simd+column%Simd)*WeightBits+:WeightBits];
        if (!IsInteger) sum = sum + (SumBits'(weight[0] == vector[column]) << Scores);
        else if (vector[column]) sum = sum + SumBits'(weight);
        else sum = sum - SumBits'(weight);
      end
      expected[row*LaneBits+:LaneBits] = Scores ? sum : !sum[SumBits-1];
    end
  end

  bnn_mvu #(
      .Rows         (Rows),
      .Cols         (Cols),
      .Pe           (Pe),
      .Simd         (Simd),
      .Scores       (Scores),
      .Stages       (Stages),
      .WeightBits   (WeightBits),
      .AccBits      (AccBits),
      .WeightFile   ("weights.hex"),
      .ThresholdFile(Scores ? "" : "thresholds.hex")
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .load_i     (65'b0),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  formal_stream #(
      .InBits  (Simd),
      .InBeats (SynapseFold),
      .OutBits (OutBits),
      .OutBeats(NeuronFold),
      .MaxHeld (MaxHeld),
      .MaxWait (SynapseFold + Stages + 2)
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
