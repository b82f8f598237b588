// tb_bnn_element -- combinational: an input word is a code, its integer leaves in the same cycle.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_element #(
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int OutBits = 8
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [InBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_element #(
      .InBits (InBits),
      .Signed (Signed),
      .OutBits(OutBits)
  ) u_dut (
      .code_i (source_data),
      .value_o(sink_data)
  );

  tb_bench #(
      .InBits        (InBits),
      .OutBits       (OutBits),
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
