// tb_bnn_scale_bias -- scaled and biased elements, with one slope or two.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_scale_bias #(
    parameter int Elements = 10,
    parameter int Lanes = 1,
    parameter int InBits = 11,
    parameter bit Signed = 1,
    parameter bit Bent = 0,
    parameter int ScaleBits = 16,
    parameter int BiasBits = 24,
    parameter int OutBits = 32,
    parameter     File = ""
);
  localparam int Beats = (Elements + Lanes - 1) / Lanes;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Lanes*InBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Lanes*OutBits-1:0] sink_data;

  bnn_scale_bias #(
      .Elements (Elements),
      .Lanes    (Lanes),
      .InBits   (InBits),
      .Signed   (Signed),
      .Bent     (Bent),
      .ScaleBits(ScaleBits),
      .BiasBits (BiasBits),
      .OutBits  (OutBits),
      .File     (File)
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
      .OutBits       (Lanes*OutBits),
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
