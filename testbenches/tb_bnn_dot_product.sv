// tb_bnn_dot_product -- combinational: an input word is {w, x}, its sum leaves in the same cycle.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_dot_product #(
    parameter int Terms = 3,
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int WeightBits = 4,
    parameter bit Hard = 0
);
  localparam int OutBits = InBits + WeightBits + $clog2(Terms);

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Terms*(InBits+WeightBits)-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_dot_product #(
      .Terms (Terms),
      .InBits(InBits),
      .Signed(Signed),
      .WeightBits(WeightBits),
      .Hard  (Hard)
  ) u_dut (
      .x_i  (source_data[Terms*InBits-1:0]),
      .w_i  (source_data[Terms*InBits+:Terms*WeightBits]),
      .sum_o(sink_data)
  );

  tb_bench #(
      .InBits        (Terms*(InBits+WeightBits)),
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
