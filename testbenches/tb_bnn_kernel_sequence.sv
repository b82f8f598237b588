// tb_bnn_kernel_sequence -- an input beat is a step, an expected word the weights before it.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_kernel_sequence #(
    parameter int Lanes = 32,
    parameter int Words = 2,
    parameter int Taps = 9,
    parameter int Passes = 4,
    parameter int IndexBits = 3,
    parameter     IndexFile = "",
    parameter     KernelFile = "",
    parameter     Style = "auto"
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [1-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Lanes-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_kernel_sequence #(
      .Lanes     (Lanes),
      .Words     (Words),
      .Taps      (Taps),
      .Passes    (Passes),
      .IndexBits (IndexBits),
      .IndexFile (IndexFile),
      .KernelFile(KernelFile),
      .Style     (Style)
  ) u_dut (
      .clk_i (clk),
      .rst_ni(rst_n),
      .step_i(source_valid && source_ready),
      .data_o(sink_data)
  );

  tb_bench #(
      .InBits        (1),
      .OutBits       (Lanes),
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
