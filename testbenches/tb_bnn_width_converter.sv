// tb_bnn_width_converter -- the elements of every vector, regrouped.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_width_converter #(
    parameter int ElementBits = 1,
    parameter int Elements = 64,
    parameter int InLanes = 64,
    parameter int OutLanes = 16
);
  localparam int OutBeats = (Elements + OutLanes - 1) / OutLanes;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [InLanes*ElementBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutLanes*ElementBits-1:0] sink_data;

  bnn_width_converter #(
      .ElementBits(ElementBits),
      .Elements   (Elements),
      .InLanes    (InLanes),
      .OutLanes   (OutLanes)
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
      .InBits        (InLanes*ElementBits),
      .OutBits       (OutLanes*ElementBits),
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
