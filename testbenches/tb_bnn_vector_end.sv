// tb_bnn_vector_end -- an input beat is a step, an expected word {last, lanes} at that step.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_vector_end #(
    parameter int Elements = 10,
    parameter int Lanes = 4
);
  localparam int Beats = (Elements + Lanes - 1) / Lanes;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [1-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Lanes+1-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (Lanes)
  ) u_dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .step_i (source_valid && source_ready),
      .last_o (sink_data[Lanes]),
      .lanes_o(sink_data[Lanes-1:0])
  );

  tb_bench #(
      .InBits        (1),
      .OutBits       (Lanes+1),
      .BeatsPerVector(Beats)
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
