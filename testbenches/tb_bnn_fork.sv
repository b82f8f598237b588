// tb_bnn_fork -- every reader gets every beat as it went in, whatever the others do.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_fork #(
    parameter int Width = 8,
    parameter int Copies = 2
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Width-1:0] source_data;
  wire [Copies-1:0] sink_valid;
  wire [Copies-1:0] sink_ready;
  wire [Copies*Width-1:0] sink_data;

  bnn_fork #(
      .Width (Width),
      .Copies(Copies)
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
      .OutBits       (Width),
      .BeatsPerVector(1),
      .Sinks         (Copies)
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
