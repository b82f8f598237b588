// bnn_reduce -- takes Taps beats together, lane by lane: consecutive ones, or every Words-th.
//   Op            "or", "and" of single bits; "max"; "sum" (of bits: the sum of +-1, 2*ones - Taps)
//   interval      Taps*Words cycles per Words output beats
//   latency       (Taps-1)*Words + 2 cycles
//   storage       the results so far, Words of them, in LUT RAM if Words > 1; two output beats
//   backpressure  stalls as a whole while the output register is full; in_ready_o is a flip-flop
//   stream  role    payload        beats
//   in      sink    Lanes*InBits   Taps*Words: word 0 .. Words-1 of tap 0, of tap 1, ..
//   out     source  Lanes*OutBits  Words
//   parameters  Lanes, InBits, Taps, Words >= 1; Signed: in two's complement, max and sum only;
//               OutBits: InBits but for "sum", which must hold every sum
// Behind a bnn_sliding_window whose Groups equals its Words this is a pool, and with the Words of a
// pixel and a Tap for each pixel a pool of the whole map.
`default_nettype none

module bnn_reduce #(
    parameter int Lanes = 4,
    parameter int InBits = 1,
    parameter bit Signed = 0,
    parameter int Taps = 4,
    parameter int Words = 1,
    parameter     Op = "or",
    parameter int OutBits = InBits
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    input  wire                      in_valid_i,
    output logic                     in_ready_o,
    input  wire  [ Lanes*InBits-1:0] in_data_i,
    output logic                     out_valid_o,
    input  wire                      out_ready_i,
    output logic [Lanes*OutBits-1:0] out_data_o
);
  localparam bit [23:0] OpText = 24'(Op);
  localparam bit IsOr = OpText == 24'("or");
  localparam bit IsAnd = OpText == 24'("and");
  localparam bit IsMax = OpText == 24'("max");
  localparam bit IsSum = OpText == 24'("sum");

  initial begin
    if (!(IsOr || IsAnd || IsMax || IsSum))
      $fatal(1, "bnn_reduce: Op must be or, and, max or sum");
    if (Words < 1) $fatal(1, "bnn_reduce: Words is %0d, must be at least 1", Words);
    if (Taps < 1 || (!IsSum && OutBits != InBits))
      $fatal(1, "bnn_reduce: OutBits is %0d, must be InBits, %0d", OutBits, InBits);
  end

  wire                     enable;
  logic [Lanes*InBits-1:0] beat_q;
  logic                    beat_valid_q;
  wire                     word_is_last;
  wire [((Words > 1) ? $clog2(Words) : 1)-1:0] word;
  wire                     tap_is_last;
  wire [((Taps > 1) ? $clog2(Taps) : 1)-1:0] tap;
  wire                     tap_is_first = tap == '0;
  wire [Lanes*OutBits-1:0] result;

  assign in_ready_o = enable;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) beat_valid_q <= 1'b0;
    else if (enable) beat_valid_q <= in_valid_i;
  end

  always_ff @(posedge clk_i) begin
    if (enable) beat_q <= in_data_i;
  end

  bnn_counter #(
      .Count(Words)
  ) u_word (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (beat_valid_q && enable),
      .count_o(word),
      .last_o (word_is_last)
  );

  bnn_counter #(
      .Count(Taps)
  ) u_tap (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (beat_valid_q && enable && word_is_last),
      .count_o(tap),
      .last_o (tap_is_last)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire  [ InBits-1:0] element = beat_q[l*InBits+:InBits];
      wire  [OutBits-1:0] so_far;
      logic [OutBits-1:0] next;

      if (IsSum && InBits == 1) begin : gen_bit_sum
        wire [OutBits-1:0] base = tap_is_first ? OutBits'(-Taps) : so_far;
        assign next = base + (OutBits'(element) << 1);
      end else if (IsSum) begin : gen_sum
        wire [OutBits-1:0] term =
            {{(OutBits - InBits) {Signed && element[InBits-1]}}, element};
        assign next = tap_is_first ? term : so_far + term;
      end else if (IsMax) begin : gen_max
        // Toggling the sign bit makes two's complement order as unsigned numbers do.
        localparam bit [InBits-1:0] Toggle = InBits'(Signed) << (InBits - 1);
        wire larger = (element ^ Toggle) > (so_far ^ Toggle);
        assign next = (tap_is_first || larger) ? element : so_far;
      end else begin : gen_logic
        assign next =
            tap_is_first ? element : IsOr ? (so_far | element) : (so_far & element);
      end

      assign result[l*OutBits+:OutBits] = next;

      if (Words > 1) begin : gen_words
        logic [OutBits-1:0] so_far_q[0:Words-1];
        assign so_far = so_far_q[word];

        always_ff @(posedge clk_i) begin
          if (beat_valid_q && enable) so_far_q[word] <= next;
        end
      end else begin : gen_one_word
        wire unused_word = word[0];
        logic [OutBits-1:0] so_far_q;
        assign so_far = so_far_q;

        always_ff @(posedge clk_i) begin
          if (beat_valid_q && enable) so_far_q <= next;
        end
      end
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (beat_valid_q && tap_is_last),
      .in_ready_o (enable),
      .in_data_i  (result),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
