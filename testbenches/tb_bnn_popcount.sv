// tb_bnn_popcount -- an input word is {w, x}, its count leaves Stages cycles later.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_popcount #(
    parameter int Width = 32,
    parameter int Stages = 0
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

  // Valid bits of the stages; the highest of them is behind the last.
  logic [Stages:0] valid_q;
  wire [Stages+1:0] valid = {valid_q, source_valid};

  assign sink_valid   = valid[Stages];
  assign source_ready = sink_ready || !sink_valid;

  always_ff @(posedge clk) begin
    if (!rst_n) valid_q <= '0;
    else if (source_ready) valid_q <= valid[Stages:0];
  end

  bnn_popcount #(
      .Width (Width),
      .Stages(Stages)
  ) u_dut (
      .clk_i   (clk),
      .enable_i(source_ready),
      .x_i     (source_data[Width-1:0]),
      .w_i     (source_data[2*Width-1:Width]),
      .count_o (sink_data)
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
