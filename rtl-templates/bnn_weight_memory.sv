// bnn_weight_memory -- bnn_rom whose words can be written while the core runs.
//   latency     1 cycle: data_o = word addr_i of the last cycle with en_i
//   storage     that of bnn_rom, if not Writable; else Depth words of Parts * 32 bits and the
//               output register, loaded from File at power-up
//   write       write_i puts write_data_i at write_address_i: the part, bits part*32+31 .. part*32,
//               in the low $clog2(Parts) bits, the word above; further bits are not looked at
//   parameters  as of bnn_rom; Parts = ceil(Width/32)
`default_nettype none

module bnn_weight_memory #(
    parameter int Width = 32,
    parameter int Depth = 16,
    parameter     File = "",
    parameter     Style = "auto",
    parameter bit Writable = 0,
    parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1
) (
    input  wire                   clk_i,
    input  wire                   en_i,
    input  wire [AddressBits-1:0] addr_i,
    output wire [      Width-1:0] data_o,
    input  wire                   write_i,
    input  wire [           31:0] write_address_i,
    input  wire [           31:0] write_data_i
);
  generate
    if (!Writable) begin : gen_rom
      wire unused_write = &{1'b0, write_i, write_address_i, write_data_i};

      bnn_rom #(
          .Width(Width),
          .Depth(Depth),
          .File (File),
          .Style(Style)
      ) u_rom (
          .clk_i (clk_i),
          .en_i  (en_i),
          .addr_i(addr_i),
          .data_o(data_o)
      );
    end else begin : gen_ram
      localparam int Parts = (Width + 31) / 32;
      localparam int PartBits = $clog2(Parts);

      (* ram_style = Style *) logic [Parts*32-1:0] memory[0:Depth-1];
      logic [Parts*32-1:0] data_q;
      wire [31:0] part = write_address_i & 32'(2 ** PartBits - 1);
      wire [31:0] word = write_address_i >> PartBits;
      wire [AddressBits-1:0] write_address = (Depth > 1) ? word[AddressBits-1:0] : '0;
      wire unused_high = &{1'b0, word, data_q};

      assign data_o = data_q[Width-1:0];

      initial if (File != "") $readmemh(File, memory);

      for (genvar p = 0; p < Parts; p++) begin : gen_part
        always @(posedge clk_i) begin
          if (write_i && part == p) memory[write_address][p*32+:32] <= write_data_i;
        end
      end

      always_ff @(posedge clk_i) begin
        if (en_i) data_q <= memory[addr_i];
      end
    end
  endgenerate
endmodule

`default_nettype wire
