// tb_bnn_gated_add -- sums of two streams that come at their own paces, where the first is large.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_gated_add #(
    parameter int Elements = 8,
    parameter int Lanes = 4,
    parameter int ABits = 8,
    parameter int BBits = 8,
    parameter bit ASigned = 1,
    parameter bit BSigned = 1,
    parameter int OutBits = 9,
    parameter     File = ""
);
  wire clk;
  wire rst_n;
  wire [1:0] source_valid;
  wire [1:0] source_ready;
  wire [Lanes*(ABits+BBits)-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Lanes*OutBits-1:0] sink_data;

  bnn_gated_add #(
      .Elements(Elements),
      .Lanes   (Lanes),
      .ABits   (ABits),
      .BBits   (BBits),
      .ASigned (ASigned),
      .BSigned (BSigned),
      .OutBits (OutBits),
      .File    (File)
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
      .InBits        (Lanes*(ABits+BBits)),
      .OutBits       (Lanes*OutBits),
      .BeatsPerVector((Elements + Lanes - 1) / Lanes),
      .Sources       (2),
      .FirstBits     (Lanes*ABits)
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
