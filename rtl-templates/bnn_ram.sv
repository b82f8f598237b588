// bnn_ram -- random access memory with one write port and one registered read port.
//   latency     1 cycle: read_data_o = word read_addr_i of the last cycle with read_i
//   storage     Depth x Width bits and the output register, which block RAM contains
//   stream      none; a word written in cycle t can be read in cycle t+1. In one cycle, reading and
//               writing one address is not allowed: memories differ in what they read
//   parameters  Width, Depth >= 1; Style: "auto", "block" (block RAM) or "distributed" (LUTs)
`default_nettype none

module bnn_ram #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     Style = "auto",
    parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1
) (
    input  wire                    clk_i,
    input  wire                    write_i,
    input  wire  [AddressBits-1:0] write_addr_i,
    input  wire  [      Width-1:0] write_data_i,
    input  wire                    read_i,
    input  wire  [AddressBits-1:0] read_addr_i,
    output logic [      Width-1:0] read_data_o
);
  // Texts are compared at the width of the longest style.
  localparam bit [87:0] StyleText = 88'(Style);

  initial begin
    if (Width < 1 || Depth < 1) $fatal(1, "bnn_ram: Width and Depth must be at least 1");
    if (StyleText != 88'("auto") && StyleText != 88'("block") && StyleText != 88'("distributed"))
      $fatal(1, "bnn_ram: Style must be auto, block or distributed");
  end

  (* ram_style = Style *)
  logic [Width-1:0] memory[0:Depth-1];

  always_ff @(posedge clk_i) begin
    if (write_i) memory[write_addr_i] <= write_data_i;
  end

  always_ff @(posedge clk_i) begin
    if (read_i) read_data_o <= memory[read_addr_i];
  end
endmodule

`default_nettype wire
