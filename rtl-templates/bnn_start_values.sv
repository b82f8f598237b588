// bnn_start_values -- what the accumulators of bnn_mvu start at: a word for each pass, endlessly.
//   start_o = word class*Passes + pass, with the class of bnn_border_class for each product; a word
//             for each of Pixels neighbouring products, the first in the low bits
//   latency     0 from a step to the next word; 1 from a write or power-up if there is one word
//   storage     Passes words of Width bits for each class in LUTs, read without a register: up to
//               eight words share the LUT of the accumulator bit; with classes once for each of
//               Pixels; counters of passes and products
//   write       if Writable, load_i = {write, address, data} puts 32 bits into the words, if
//               address is in Base .. Base + words*2**$clog2(ceil(Width/32)) - 1, the part in the
//               low bits; Base is a multiple of that size, rounded up to a power of two
//   parameters  Width, Passes >= 1; File: $readmemh format; the others as of bnn_border_class
`default_nettype none

module bnn_start_values #(
    parameter int Width = 16,
    parameter int Passes = 2,
    parameter int OutWidth = 1,
    parameter int OutHeight = 1,
    parameter int Left = 0,
    parameter int Right = 0,
    parameter int Top = 0,
    parameter int Bottom = 0,
    parameter int Pixels = 1,
    parameter     File = "",
    parameter bit Writable = 0,
    parameter int Base = 0
) (
    input  wire                    clk_i,
    input  wire                    rst_ni,
    input  wire             [64:0] load_i,
    input  wire                    step_i,
    output wire [Pixels*Width-1:0] start_o
);
  localparam int Classes = (Left + 1 + Right) * (Top + 1 + Bottom);
  localparam int Words = Classes * Passes;
  localparam int IndexBits = (Words > 1) ? $clog2(Words) : 1;
  localparam int PassBits = (Passes > 1) ? $clog2(Passes) : 1;
  localparam int Parts = (Width + 31) / 32;
  localparam int WordBits = Writable ? Parts * 32 : Width;

  logic [WordBits-1:0] memory[0:Words-1];
  wire [Pixels*WordBits-1:0] words;
  wire [PassBits-1:0] pass;
  wire pass_is_last;

  initial if (File != "") $readmemh(File, memory);

  bnn_counter #(
      .Count(Passes)
  ) u_pass (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i),
      .count_o(pass),
      .last_o (pass_is_last)
  );

  generate
    if (Writable) begin : gen_load
      localparam int PartBits = $clog2(Parts);
      localparam int Span = $clog2(Words) + PartBits;
      wire [31:0] address = load_i[63:32];
      wire load = load_i[64] && address >> Span == Base >> Span;
      wire [31:0] part = address & 32'(2 ** PartBits - 1);
      wire [31:0] number = address >> PartBits;
      wire [IndexBits-1:0] index = (Words > 1) ? number[IndexBits-1:0] : '0;
      wire unused_high = &{1'b0, number, words};

      for (genvar p = 0; p < Parts; p++) begin : gen_part
        always @(posedge clk_i) begin
          if (load && part == p) memory[index][p*32+:32] <= load_i[31:0];
        end
      end
    end else begin : gen_fixed
      wire unused_load = &{1'b0, load_i};
    end

    if (Classes > 1) begin : gen_classes
      localparam int ClassBits = $clog2(Classes);
      wire [Pixels*ClassBits-1:0] border_classes;

      bnn_border_class #(
          .OutWidth (OutWidth),
          .OutHeight(OutHeight),
          .Left     (Left),
          .Right    (Right),
          .Top      (Top),
          .Bottom   (Bottom),
          .Pixels   (Pixels)
      ) u_class (
          .clk_i  (clk_i),
          .rst_ni (rst_ni),
          .step_i (step_i && pass_is_last),
          .class_o(border_classes)
      );

      for (genvar q = 0; q < Pixels; q++) begin : gen_pixel
        wire [ClassBits-1:0] border_class = border_classes[q*ClassBits+:ClassBits];
        assign words[q*WordBits+:WordBits] =
            memory[IndexBits'(border_class)*IndexBits'(Passes)+IndexBits'(pass)];
      end
    end else if (Passes > 1) begin : gen_one_class
      wire unused_last = pass_is_last;
      assign words = {Pixels{memory[pass]}};
    end else begin : gen_one_word
      // A constant to synthesis, through a register because Icarus does not notice that a word
      // with a fixed address was loaded.
      wire unused_pass = &{1'b0, pass, pass_is_last};
      logic [WordBits-1:0] word_q;
      always_ff @(posedge clk_i) word_q <= memory[0];
      assign words = {Pixels{word_q}};
    end

    for (genvar q = 0; q < Pixels; q++) begin : gen_start
      assign start_o[q*Width+:Width] = words[q*WordBits+:Width];
    end
  endgenerate
endmodule

`default_nettype wire
