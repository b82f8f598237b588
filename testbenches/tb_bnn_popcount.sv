// tb_bnn_popcount -- combinational: an input word is {w, x}, its count leaves in the same cycle.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_popcount #(
    parameter int Width = 32
);
  localparam int CountBits = $clog2(Width + 1);

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [2*Width-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [CountBits-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_popcount #(
      .Width(Width)
  ) u_dut (
      .x_i    (source_data[Width-1:0]),
      .w_i    (source_data[2*Width-1:Width]),
      .count_o(sink_data)
  );

  tb_bench #(
      .InBits        (2*Width),
      .OutBits       (CountBits),
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
