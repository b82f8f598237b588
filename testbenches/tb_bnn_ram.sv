// tb_bnn_ram -- an input word is {write data, write address, read address}, an expected word what
// was written last at the read address, in an earlier cycle.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_ram #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     Style = "auto"
);
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Width+2*AddressBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [Width-1:0] sink_data;

  // The output register of the memory as a stage of a stream.
  logic valid_q;

  assign sink_valid   = valid_q;
  assign source_ready = sink_ready || !valid_q;

  always_ff @(posedge clk) begin
    if (!rst_n) valid_q <= 1'b0;
    else if (source_ready) valid_q <= source_valid;
  end

  bnn_ram #(
      .Width(Width),
      .Depth(Depth),
      .Style(Style)
  ) u_dut (
      .clk_i       (clk),
      .write_i     (source_valid && source_ready),
      .write_addr_i(source_data[AddressBits+:AddressBits]),
      .write_data_i(source_data[2*AddressBits+:Width]),
      .read_i      (source_valid && source_ready),
      .read_addr_i (source_data[AddressBits-1:0]),
      .read_data_o (sink_data)
  );

  tb_bench #(
      .InBits        (Width+2*AddressBits),
      .OutBits       (Width),
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
