// bnn_engine_maps -- the feature maps of bnn_engine, and the word of one of them that counts.
//   x = lanes_i & (is_inside_i ? word read_address_i of the map that is read : every bit padding_i)
//   maps          of the input, when from_input_i; else of what even layers gave or, when
//                 from_odd_i, odd ones. Only the one that counts is read, and none for padding
//   interval      a word per cycle; the input map comes in whole, in InWords cycles, before that
//   latency       2 cycles with enable_i from read_i, with what describes the word, to x_o
//   storage       a word is Simd bits: InWords of the input; EvenWords and OddWords of results in
//                 Simd/Pe memories of Pe bits each; a counter, a word, what describes the last one
//   backpressure  enable_i low holds x_o, and there is no read_i then. in_ready_o is a flip-flop:
//                 from reset or map_done_i until the map is whole, when map_ready_o is 1 instead
//   writing       Pe bits into the parts of word write_address_i that write_banks_i names; they can
//                 be read from the next cycle on. The map that is read is not written
//   stream  role    payload  beats per frame  order
//   in      sink    Simd     InWords          address 0 first
//   parameters  Pe divides Simd; InWords, EvenWords, OddWords >= 1; MapBits: of their addresses
`default_nettype none

module bnn_engine_maps #(
    parameter int Pe = 8,
    parameter int Simd = 32,
    parameter int InWords = 16,
    parameter int EvenWords = 16,
    parameter int OddWords = 1,
    parameter int MapBits = 4,
    parameter int Banks = Simd / Pe
) (
    input  wire                clk_i,
    input  wire                rst_ni,
    input  wire                enable_i,
    input  wire                in_valid_i,
    output wire                in_ready_o,
    input  wire  [   Simd-1:0] in_data_i,
    output wire                map_ready_o,
    input  wire                map_done_i,
    input  wire                read_i,
    input  wire                from_input_i,
    input  wire                from_odd_i,
    input  wire                is_inside_i,
    input  wire                padding_i,
    input  wire  [MapBits-1:0] read_address_i,
    input  wire  [   Simd-1:0] lanes_i,
    output logic [   Simd-1:0] x_o,
    input  wire                write_i,
    input  wire                to_odd_i,
    input  wire  [MapBits-1:0] write_address_i,
    input  wire  [  Banks-1:0] write_banks_i,
    input  wire  [     Pe-1:0] write_data_i
);
  function automatic int index_bits(input int count);
    index_bits = (count > 1) ? $clog2(count) : 1;
  endfunction

  localparam int InBits = index_bits(InWords);
  localparam int EvenBits = index_bits(EvenWords);
  localparam int OddBits = index_bits(OddWords);

  initial begin
    if (Pe < 1 || Banks < 1 || Banks * Pe != Simd)
      $fatal(1, "bnn_engine_maps: Pe, %0d, must divide Simd, %0d", Pe, Simd);
    if (InWords < 1 || EvenWords < 1 || OddWords < 1)
      $fatal(1, "bnn_engine_maps: InWords, EvenWords and OddWords must be at least 1");
    if (MapBits < InBits || MapBits < EvenBits || MapBits < OddBits)
      $fatal(1, "bnn_engine_maps: MapBits is %0d, too few for the greatest map", MapBits);
  end

  // The input map: written once, then read until the first layer is done.
  logic map_ready_q;
  wire push = in_valid_i && in_ready_o;
  wire [InBits-1:0] in_address;
  wire in_is_last;

  assign in_ready_o  = !map_ready_q;
  assign map_ready_o = map_ready_q;

  bnn_counter #(
      .Count(InWords)
  ) u_in (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (push),
      .count_o(in_address),
      .last_o (in_is_last)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) map_ready_q <= 1'b0;
    else map_ready_q <= (push && in_is_last) || (map_ready_q && !map_done_i);
  end

  // A cycle behind: the words that were read, and which of them counts.
  logic [2:0] source_q;
  logic padding_q;
  logic [Simd-1:0] lanes_q;
  wire [Simd-1:0] in_word;
  wire [Simd-1:0] even_word;
  wire [Simd-1:0] odd_word;
  wire [Simd-1:0] word = source_q[2] ? {Simd{padding_q}} : source_q[1] ? in_word
                         : source_q[0] ? odd_word : even_word;
  wire read = read_i && is_inside_i;
  wire unused_high = &{1'b0, write_address_i, read_address_i};

  always_ff @(posedge clk_i) begin
    if (enable_i) begin
      source_q  <= {!is_inside_i, from_input_i, from_odd_i};
      padding_q <= padding_i;
      lanes_q   <= lanes_i;
      x_o       <= word & lanes_q;
    end
  end

  bnn_ram #(
      .Width(Simd),
      .Depth(InWords)
  ) u_in_map (
      .clk_i       (clk_i),
      .write_i     (push),
      .write_addr_i(in_address),
      .write_data_i(in_data_i),
      .read_i      (read && from_input_i),
      .read_addr_i (read_address_i[InBits-1:0]),
      .read_data_o (in_word)
  );

  generate
    for (genvar b = 0; b < Banks; b++) begin : gen_bank
      bnn_ram #(
          .Width(Pe),
          .Depth(EvenWords)
      ) u_even_map (
          .clk_i       (clk_i),
          .write_i     (write_i && !to_odd_i && write_banks_i[b]),
          .write_addr_i(write_address_i[EvenBits-1:0]),
          .write_data_i(write_data_i),
          .read_i      (read && !from_input_i && !from_odd_i),
          .read_addr_i (read_address_i[EvenBits-1:0]),
          .read_data_o (even_word[b*Pe+:Pe])
      );

      bnn_ram #(
          .Width(Pe),
          .Depth(OddWords)
      ) u_odd_map (
          .clk_i       (clk_i),
          .write_i     (write_i && to_odd_i && write_banks_i[b]),
          .write_addr_i(write_address_i[OddBits-1:0]),
          .write_data_i(write_data_i),
          .read_i      (read && !from_input_i && from_odd_i),
          .read_addr_i (read_address_i[OddBits-1:0]),
          .read_data_o (odd_word[b*Pe+:Pe])
      );
    end
  endgenerate
endmodule

`default_nettype wire
