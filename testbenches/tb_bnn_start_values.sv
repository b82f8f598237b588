// tb_bnn_start_values -- an input beat is a step and what comes at load_i with it, an expected word
//   the start values before the step.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_start_values #(
    parameter int Width = 16,
    parameter int Passes = 2,
    parameter int OutWidth = 1,
    parameter int OutHeight = 1,
    parameter int Left = 0,
    parameter int Right = 0,
    parameter int Top = 0,
    parameter int Bottom = 0,
    parameter int Pixels = 1,
    parameter     File = "",
    parameter bit Writable = 0,
    parameter int Base = 0
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [64:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Pixels*Width-1:0] sink_data;
  wire step = source_valid && source_ready;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_start_values #(
      .Width    (Width),
      .Passes   (Passes),
      .OutWidth (OutWidth),
      .OutHeight(OutHeight),
      .Left     (Left),
      .Right    (Right),
      .Top      (Top),
      .Bottom   (Bottom),
      .Pixels   (Pixels),
      .File     (File),
      .Writable (Writable),
      .Base     (Base)
  ) u_dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .load_i ({step && source_data[64], source_data[63:0]}),
      .step_i (step),
      .start_o(sink_data)
  );

  tb_bench #(
      .InBits        (65),
      .OutBits       (Pixels*Width),
      .BeatsPerVector(1)
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
