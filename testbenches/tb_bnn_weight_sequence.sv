// tb_bnn_weight_sequence -- an input beat is {step, what comes at load_i}, an expected word the
//   weights before each step.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_weight_sequence #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     File = "",
    parameter     Style = "auto",
    parameter bit Writable = 0,
    parameter int Base = 0
);
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int OutBits = AddressBits + Width;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [65:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;
  wire take = source_valid && source_ready;

  assign sink_valid   = source_valid && source_data[65];
  assign source_ready = sink_ready || !sink_valid;

  bnn_weight_sequence #(
      .Width   (Width),
      .Depth   (Depth),
      .File    (File),
      .Style   (Style),
      .Writable(Writable),
      .Base    (Base)
  ) u_dut (
      .clk_i    (clk),
      .rst_ni   (rst_n),
      .load_i   ({take && source_data[64], source_data[63:0]}),
      .step_i   (take && source_data[65]),
      .address_o(sink_data[Width+:AddressBits]),
      .data_o   (sink_data[Width-1:0])
  );

  tb_bench #(
      .InBits        (66),
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
