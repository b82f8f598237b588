// tb_bnn_sliding_window -- the words of every window; a frame is one vector.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_sliding_window #(
    parameter int Width = 8,
    parameter int Words = 1,
    parameter int InWidth = 4,
    parameter int InHeight = 4,
    parameter int KernelWidth = 3,
    parameter int KernelHeight = 3,
    parameter int StrideX = 1,
    parameter int StrideY = 1,
    parameter int DilationX = 1,
    parameter int DilationY = 1,
    parameter int Groups = 1,
    parameter int Replays = 1,
    parameter int Depth = 16,
    parameter int Pixels = 1,
    parameter     Style = "auto"
);
  localparam int OutWidth = (InWidth - 1 - (KernelWidth - 1) * DilationX) / StrideX + 1;
  localparam int OutHeight = (InHeight - 1 - (KernelHeight - 1) * DilationY) / StrideY + 1;
  localparam int OutBeats = OutHeight * (OutWidth / Pixels) * KernelHeight * KernelWidth * Words
      * Replays;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Width-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Pixels*Width-1:0] sink_data;

  bnn_sliding_window #(
      .Width       (Width),
      .Words       (Words),
      .InWidth     (InWidth),
      .InHeight    (InHeight),
      .KernelWidth (KernelWidth),
      .KernelHeight(KernelHeight),
      .StrideX     (StrideX),
      .StrideY     (StrideY),
      .DilationX   (DilationX),
      .DilationY   (DilationY),
      .Groups      (Groups),
      .Replays     (Replays),
      .Depth       (Depth),
      .Pixels      (Pixels),
      .Style       (Style)
  ) u_dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .in_valid_i (source_valid),
      .in_ready_o (source_ready),
      .in_data_i  (source_data),
      .out_valid_o(sink_valid),
      .out_ready_i(sink_ready),
      .out_data_o (sink_data)
  );

  tb_bench #(
      .InBits        (Width),
      .OutBits       (Pixels*Width),
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
