// bnn_weight_sequence -- the words of a matrix's weights, round and round in the memory's order.
//   latency     data_o is word 0 after reset, and the next word after each step_i
//   storage     bnn_weight_memory of Depth words, and their address
//   write       Writable: load_i = {write, address, data} writes as bnn_weight_memory has it, if
//               the address is within the power of two of addresses from Base on; then the word at
//               data_o is read again
//   parameters  as of bnn_weight_memory; Base: a multiple of the addresses that the memory takes
`default_nettype none

module bnn_weight_sequence #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     File = "",
    parameter     Style = "auto",
    parameter bit Writable = 0,
    parameter int Base = 0,
    parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1
) (
    input  wire                   clk_i,
    input  wire                   rst_ni,
    input  wire            [64:0] load_i,
    input  wire                   step_i,
    output wire [AddressBits-1:0] address_o,
    output wire [      Width-1:0] data_o
);
  localparam int Span = $clog2(Depth) + $clog2((Width + 31) / 32);

  initial begin
    if (Width < 1 || Depth < 1)
      $fatal(1, "bnn_weight_sequence: Width and Depth must be at least 1");
    if (Writable && (Base >> Span) << Span != Base)
      $fatal(1, "bnn_weight_sequence: Base, %0d, must be a multiple of %0d", Base, 2 ** Span);
  end

  // The memory is read one step ahead, first during reset.
  logic [AddressBits-1:0] address_q;
  logic reload_q;
  wire [31:0] load_address = load_i[63:32];
  wire write = Writable && load_i[64] && load_address >> Span == Base >> Span;
  wire wraps = !rst_ni || address_q == AddressBits'(Depth - 1);
  wire [AddressBits-1:0] address_d =
      (Writable && reload_q && rst_ni) ? address_q : wraps ? '0 : address_q + 1'b1;
  wire fetch = step_i || !rst_ni || (Writable && reload_q);

  assign address_o = address_q;

  always_ff @(posedge clk_i) begin
    reload_q <= write;
    if (fetch) address_q <= address_d;
  end

  bnn_weight_memory #(
      .Width   (Width),
      .Depth   (Depth),
      .File    (File),
      .Style   (Style),
      .Writable(Writable)
  ) u_memory (
      .clk_i          (clk_i),
      .en_i           (fetch),
      .addr_i         (address_d),
      .data_o         (data_o),
      .write_i        (write),
      .write_address_i(load_address),
      .write_data_i   (load_i[31:0])
  );
endmodule

`default_nettype wire
