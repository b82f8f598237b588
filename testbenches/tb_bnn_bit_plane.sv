// tb_bnn_bit_plane -- one bit of every integer.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_bit_plane #(
    parameter int Lanes = 4,
    parameter int InBits = 2,
    parameter int Bit = 1
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Lanes*InBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Lanes-1:0] sink_data;

  bnn_bit_plane #(
      .Lanes (Lanes),
      .InBits(InBits),
      .Bit   (Bit)
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
      .InBits        (Lanes*InBits),
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
