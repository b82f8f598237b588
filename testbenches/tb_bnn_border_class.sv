// tb_bnn_border_class -- an input beat is a step, an expected word the classes at that step.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_border_class #(
    parameter int OutWidth = 4,
    parameter int OutHeight = 4,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Pixels = 1
);
  localparam int Classes = (Left + 1 + Right) * (Top + 1 + Bottom);
  localparam int ClassBits = (Classes > 1) ? $clog2(Classes) : 1;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [1-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Pixels*ClassBits-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_border_class #(
      .OutWidth (OutWidth),
      .OutHeight(OutHeight),
      .Left     (Left),
      .Right    (Right),
      .Top      (Top),
      .Bottom   (Bottom),
      .Pixels   (Pixels)
  ) u_dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .step_i (source_valid && source_ready),
      .class_o(sink_data)
  );

  tb_bench #(
      .InBits        (1),
      .OutBits       (Pixels*ClassBits),
      .BeatsPerVector(OutWidth/Pixels*OutHeight)
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
