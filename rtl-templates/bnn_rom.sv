// bnn_rom -- read-only memory, loaded from a file, with a registered output.
//   latency     1 cycle: data_o = word addr_i of the last cycle with en_i
//   storage     Depth x Width bits and the output register, which block RAM contains; with Style
//               "distributed" a register of the address instead, so that a LUT of 64 words has one
//               output of the memory all to itself; a memory of one word, read before it is used,
//               is a constant to synthesis
//   parameters  Width, Depth >= 1; File: $readmemh format, one word per line, "" leaves the memory
//               undefined; Style: "auto", "block" (block RAM) or "distributed" (LUTs)
`default_nettype none

module bnn_rom #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     File = "",
    parameter     Style = "auto",
    parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1
) (
    input  wire                    clk_i,
    input  wire                    en_i,
    input  wire  [AddressBits-1:0] addr_i,
    output logic [      Width-1:0] data_o
);
  // Vivado reads rom_style. Yosys prefers ram_style, where "logic" is its name for LUTs. Texts are
  // compared at the width of the longest style.
  localparam bit [87:0] StyleText = 88'(Style);
  localparam bit [87:0] RamStyle =
      (StyleText == 88'("distributed")) ? 88'("logic") : StyleText;

  initial begin
    if (Width < 1 || Depth < 1) $fatal(1, "bnn_rom: Width and Depth must be at least 1");
    if (RamStyle != 88'("auto") && RamStyle != 88'("block") && RamStyle != 88'("logic"))
      $fatal(1, "bnn_rom: Style must be auto, block or distributed");
  end

  (* rom_style = Style, ram_style = RamStyle *)
  logic [Width-1:0] memory[0:Depth-1];

  initial if (File != "") $readmemh(File, memory);

  generate
    if (RamStyle == 88'("logic") && Depth > 1) begin : gen_address_register
      // The register holds the opposite of the address, because yosys would turn a register of the
      // address itself into one of the data, which takes twice the LUTs and Width flip-flops.
      logic [AddressBits-1:0] opposite_q;

      assign data_o = memory[~opposite_q];

      always_ff @(posedge clk_i) begin
        if (en_i) opposite_q <= ~addr_i;
      end
    end else begin : gen_data_register
      always_ff @(posedge clk_i) begin
        if (en_i) data_o <= memory[addr_i];
      end
    end
  endgenerate
endmodule

`default_nettype wire
