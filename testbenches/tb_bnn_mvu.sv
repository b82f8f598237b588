// tb_bnn_mvu -- thresholded bits or scores of every vector.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_mvu #(
    parameter int Rows = 4,
    parameter int Cols = 8,
    parameter int Pe = 2,
    parameter int Simd = 4,
    parameter int Taps = 1,
    parameter bit Replay = 1,
    parameter int InBits = 1,
    parameter bit InSigned = 0,
    parameter bit Scores = 0,
    parameter bit BitSerial = 0,
    parameter bit Depthwise = 0,
    parameter int Pixels = 1,
    parameter int Stages = 0,
    parameter int OutWidth = 1,
    parameter int OutHeight = 1,
    parameter int LeftClasses = 0,
    parameter int RightClasses = 0,
    parameter int TopClasses = 0,
    parameter int BottomClasses = 0,
    parameter     WeightFile = "",
    parameter     ThresholdFile = "",
    parameter     WeightStyle = "auto",
    parameter int IndexBits = 0,
    parameter     KernelFile = "",
    parameter bit Writable = 0,
    parameter int WeightBits = 1,
    parameter bit Hard = 0,
    parameter int AccBits = ((InBits == 1) ? 0 : 1) + (Scores ? 0 : 1) + $clog2(1 + Cols * (
        (InBits == 1) ? 1 : InSigned ? 2 ** (InBits - 1) : 2 ** InBits - 1))
);
  localparam int XBits = Pixels * (Depthwise ? Pe : Simd) * (BitSerial ? 1 : InBits);
  localparam int OutBits =
      Pixels * Pe * (!Scores ? 1 : (InBits == 1 && WeightBits == 1) ? AccBits + 1 : AccBits);
  localparam int OutBeats = (Rows + Pe - 1) / Pe;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [XBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;

  bnn_mvu #(
      .Rows         (Rows),
      .Cols         (Cols),
      .Pe           (Pe),
      .Simd         (Simd),
      .Taps         (Taps),
      .Replay       (Replay),
      .InBits       (InBits),
      .InSigned     (InSigned),
      .Scores       (Scores),
      .BitSerial    (BitSerial),
      .Depthwise    (Depthwise),
      .Pixels       (Pixels),
      .Stages       (Stages),
      .WeightBits   (WeightBits),
      .Hard         (Hard),
      .OutWidth     (OutWidth),
      .OutHeight    (OutHeight),
      .LeftClasses  (LeftClasses),
      .RightClasses (RightClasses),
      .TopClasses   (TopClasses),
      .BottomClasses(BottomClasses),
      .WeightFile   (WeightFile),
      .ThresholdFile(ThresholdFile),
      .WeightStyle  (WeightStyle),
      .IndexBits    (IndexBits),
      .KernelFile   (KernelFile),
      .Writable     (Writable),
      .AccBits      (AccBits)
  ) u_dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .load_i     (65'b0),
      .in_valid_i (source_valid),
      .in_ready_o (source_ready),
      .in_data_i  (source_data),
      .out_valid_o(sink_valid),
      .out_ready_i(sink_ready),
      .out_data_o (sink_data)
  );

  tb_bench #(
      .InBits        (XBits),
      .OutBits       (OutBits),
      .BeatsPerVector(OutBeats)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i(source_ready),
      .source_data_o (source_data),
      .sink_valid_i  (sink_valid),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (sink_data)
  );
endmodule

`default_nettype wire
