// tb_bnn_weight_memory -- an input word is {write, write address, data, address}, an output word
// what the memory had at the address.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_weight_memory #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     File = "",
    parameter     Style = "auto",
    parameter bit Writable = 0
);
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int InBits = 1 + 64 + AddressBits;
  localparam int OutBits = Width;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [InBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;

  logic valid_q;
  wire  take = source_valid && source_ready;

  assign sink_valid   = valid_q;
  assign source_ready = sink_ready || !valid_q;

  always_ff @(posedge clk) begin
    if (!rst_n) valid_q <= 1'b0;
    else if (source_ready) valid_q <= source_valid;
  end

  bnn_weight_memory #(
      .Width   (Width),
      .Depth   (Depth),
      .File    (File),
      .Style   (Style),
      .Writable(Writable)
  ) u_dut (
      .clk_i          (clk),
      .en_i           (take),
      .addr_i         (source_data[AddressBits-1:0]),
      .data_o         (sink_data),
      .write_i        (take && source_data[InBits-1]),
      .write_address_i(source_data[AddressBits+32+:32]),
      .write_data_i   (source_data[AddressBits+:32])
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
