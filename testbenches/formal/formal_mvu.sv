// formal_mvu -- every vector meets every row of weights.hex once, which with IndexBits are looked
// up in indices.hex and kernels.hex; thresholds in thresholds.hex, by the border class of its place
// in a frame. What is watched is a frame of OutWidth x OutHeight of them. Pad lanes of the input
// are assumed zero.
`default_nettype none

module formal_mvu #(
    parameter int Rows = 3,
    parameter int Cols = 3,
    parameter int Pe = 2,
    parameter int Simd = 2,
    parameter int Taps = 1,
    parameter int IndexBits = 0,
    parameter bit Scores = 0,
    parameter int Stages = 0,
    parameter int Pixels = 1,
    parameter int OutWidth = 1,
    parameter int OutHeight = 1,
    parameter int Left = 0,
    parameter int Right = 0,
    parameter int Top = 0,
    parameter int Bottom = 0,
    parameter int WeightBits = 1,
    parameter int AccBits = $clog2(Cols + 1) + (Scores ? 0 : 1),
    parameter int MaxHeld = 5
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Pixels*Simd-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int SynapseFold = (Cols + Simd - 1) / Simd;
  localparam int NeuronFold = (Rows + Pe - 1) / Pe;
  localparam bit IsInteger = WeightBits > 1;
  localparam int SumBits = IsInteger ? AccBits : $clog2(Cols + 1) + 1;
  localparam int LaneBits = Scores ? SumBits : 1;
  localparam int OutBits = Pixels * Pe * LaneBits;
  localparam int Groups = OutWidth * OutHeight / Pixels;
  localparam int Classes = (Left + 1 + Right) * (Top + 1 + Bottom);

  (* anyconst *) logic [Groups*SynapseFold*Pixels*Simd-1:0] vector;
  wire [Groups*NeuronFold*OutBits-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  logic [Pe*Simd*WeightBits-1:0] weights[0:SynapseFold*NeuronFold-1];
  logic [Pe*SumBits-1:0] thresholds[0:Classes*NeuronFold-1];

  initial $readmemh("weights.hex", weights);
  initial $readmemh("thresholds.hex", thresholds);

  // The class of a place on an axis.
  function automatic int place(input int at, input int size, input int before, input int after);
    place = at < before ? at : at < size - after ? before : before + 1 + at - (size - after);
  endfunction

  generate
    for (genvar pixel = 0; pixel < OutWidth * OutHeight; pixel = pixel + 1) begin : gen_pixel
      // The first input and the first output beat of its group, and its place in them.
      localparam int Beat = pixel / Pixels * SynapseFold;
      localparam int Result = pixel / Pixels * NeuronFold;
      localparam int Q = pixel % Pixels;
      localparam int Class =
          place(pixel / OutWidth, OutHeight, Top, Bottom) * (Left + 1 + Right) +
          place(pixel % OutWidth, OutWidth, Left, Right);

      always_comb
        for (int pad = Cols; pad < SynapseFold * Simd; pad = pad + 1)
          assume (!vector[((Beat+pad/Simd)*Pixels+Q)*Simd+pad%Simd]);

      for (genvar row = 0; row < NeuronFold * Pe; row = row + 1) begin : gen_row
        logic [SumBits-1:0] sum;
        logic signed [WeightBits-1:0] weight;
        logic x;

        always_comb begin
          sum = !Scores ? thresholds[Class*NeuronFold+row/Pe][row%Pe*SumBits+:SumBits]
                        : IsInteger ? 0 : -Cols;
          for (int column = 0; column < Cols; column = column + 1) begin
            weight = weights[row/Pe*SynapseFold+column/Simd][
                (row%Pe*Simd+column%Simd)*WeightBits+:WeightBits];
            x = vector[((Beat+column/Simd)*Pixels+Q)*Simd+column%Simd];
            if (!IsInteger) sum = sum + (SumBits'(weight[0] == x) << Scores);
            else if (x) sum = sum + SumBits'(weight);
            else sum = sum - SumBits'(weight);
          end
        end

        assign expected[(((Result+row/Pe)*Pixels+Q)*Pe+row%Pe)*LaneBits+:LaneBits] =
            Scores ? sum : !sum[SumBits-1];
      end
    end
  endgenerate

  bnn_mvu #(
      .Rows         (Rows),
      .Cols         (Cols),
      .Pe           (Pe),
      .Simd         (Simd),
      .Taps         (Taps),
      .Scores       (Scores),
      .Stages       (Stages),
      .Pixels       (Pixels),
      .OutWidth     (OutWidth),
      .OutHeight    (OutHeight),
      .LeftClasses  (Left),
      .RightClasses (Right),
      .TopClasses   (Top),
      .BottomClasses(Bottom),
      .WeightBits   (WeightBits),
      .AccBits      (AccBits),
      .WeightFile   (IndexBits > 0 ? "indices.hex" : "weights.hex"),
      .IndexBits    (IndexBits),
      .KernelFile   (IndexBits > 0 ? "kernels.hex" : ""),
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
      .InBits  (Pixels * Simd),
      .InBeats (Groups * SynapseFold),
      .OutBits (OutBits),
      .OutBeats(Groups * NeuronFold),
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
