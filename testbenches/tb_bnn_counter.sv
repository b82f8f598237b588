// tb_bnn_counter -- an input beat is a step, an expected word {last, count} at that step.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_counter #(
    parameter int Count = 4,
    parameter int Start = 0
);
  localparam int CountBits = (Count > 1) ? $clog2(Count) : 1;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [1-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [CountBits+1-1:0] sink_data;

  assign sink_valid   = source_valid;
  assign source_ready = sink_ready;

  bnn_counter #(
      .Count(Count),
      .Start(Start)
  ) u_dut (
      .clk_i  (clk),
      .rst_ni (rst_n),
      .step_i (source_valid && source_ready),
      .count_o(sink_data[CountBits-1:0]),
      .last_o (sink_data[CountBits])
  );

  tb_bench #(
      .InBits        (1),
      .OutBits       (CountBits+1),
      .BeatsPerVector(Count)
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
