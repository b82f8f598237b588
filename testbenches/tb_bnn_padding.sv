// tb_bnn_padding -- a feature map with its border; a frame is one vector.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_padding #(
    parameter int ElementBits = 1,
    parameter int Elements = 4,
    parameter int Lanes = 2,
    parameter int InWidth = 3,
    parameter int InHeight = 3,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Value = 0
);
  localparam int Width = Lanes * ElementBits;
  localparam int OutBeats = (Top + InHeight + Bottom) * (Left + InWidth + Right)
      * ((Elements + Lanes - 1) / Lanes);

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Width-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Width-1:0] sink_data;

  bnn_padding #(
      .ElementBits(ElementBits),
      .Elements   (Elements),
      .Lanes      (Lanes),
      .InWidth    (InWidth),
      .InHeight   (InHeight),
      .Top        (Top),
      .Bottom     (Bottom),
      .Left       (Left),
      .Right      (Right),
      .Value      (Value)
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
