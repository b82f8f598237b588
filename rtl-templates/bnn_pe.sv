// bnn_pe -- processing element: products of Simd inputs with weights, added up over the beats.
//   InBits = 1:  product sum of a beat: popcount(~(w ^ x))
//   InBits > 1:  product sum of a beat: sum of x[i], negated where w[i] = 0
//   WeightBits > 1: weights are integers; product sum of a beat: sum of w[i] * x[i], where an input
//                of one bit is +1 or -1
//   Counted:     x_i is the product sum of a beat, counted outside, and w_i is not looked at
//   BitSerial:   InBits beats bring the bits of x, the highest first; each adds
//                popcount(~(w ^ x)) times the weight of its bit
//   latency       Stages + 1 cycles from x_i to the product sum, 1 if Counted; none from there to
//                 sum_o
//   storage       product sum, accumulator; if BitSerial the sum of the bits so far; Stages
//                 registers within the product sum
//   backpressure  enable_i low holds the product sum; without add_i nothing is added
//   ports  x_i, w_i    one beat; the weight of input i is bit i, or WeightBits of them
//          first_i     the accumulator starts at start_i; with the three below about the beat that
//          start_i     is in the product sum
//          bit_first_i, bit_last_i    BitSerial: the bit is the highest, the lowest
//          sum_o       the accumulator with the product sum in it, modulo 2**AccBits
//   parameters  Simd, InBits, AccBits >= 1; Stages >= 0; InSigned: integers in two's complement;
//               WeightBits > 1 without BitSerial and Counted, Hard as of bnn_dot_product
`default_nettype none

module bnn_pe #(
    parameter int Simd = 32,
    parameter int InBits = 1,
    parameter bit InSigned = 0,
    parameter bit BitSerial = 0,
    parameter bit Counted = 0,
    parameter int Stages = 0,
    parameter int WeightBits = 1,
    parameter bit Hard = 0,
    parameter int AccBits = 11,
    parameter int XBits = Counted ? $clog2(Simd + 1) : Simd * (BitSerial ? 1 : InBits)
) (
    input  wire                clk_i,
    input  wire                enable_i,
    input  wire                add_i,
    input  wire                first_i,
    input  wire                bit_first_i,
    input  wire                bit_last_i,
    input  wire  [  XBits-1:0] x_i,
    input  wire  [Simd*WeightBits-1:0] w_i,
    input  wire  [AccBits-1:0] start_i,
    output wire  [AccBits-1:0] sum_o
);
  initial
    if (WeightBits < 1 || (WeightBits > 1 && (BitSerial || Counted)))
      $fatal(1, "bnn_pe: WeightBits is %0d, must be 1, or more without BitSerial", WeightBits);

  localparam bit Counts = WeightBits == 1 && (InBits == 1 || BitSerial);
  localparam int SumBits = InBits + $clog2(Simd) + WeightBits;
  localparam int CountBits = Counts ? $clog2(Simd + 1) : (SumBits < AccBits) ? SumBits : AccBits;

  wire  [CountBits-1:0] count;
  logic [CountBits-1:0] count_q;
  wire  [  AccBits-1:0] addend;
  logic [  AccBits-1:0] sum_q;
  wire  [  AccBits-1:0] base = first_i ? start_i : sum_q;

  assign sum_o = addend + base;

  always_ff @(posedge clk_i) begin
    if (enable_i) count_q <= count;
    if (add_i && bit_last_i) sum_q <= sum_o;
  end

  generate
    if (Counted) begin : gen_counted
      wire unused_weights = &{1'b0, w_i};
      assign count = x_i;
    end else if (Counts) begin : gen_popcount
      bnn_popcount #(
          .Width (Simd),
          .Stages(Stages)
      ) u_popcount (
          .clk_i   (clk_i),
          .enable_i(enable_i),
          .x_i     (x_i),
          .w_i     (w_i),
          .count_o (count)
      );
    end else begin : gen_sum
      wire [SumBits-1:0] signed_sum;
      wire unused_high = signed_sum[SumBits-1];

      if (WeightBits == 1) begin : gen_signed_sum
        bnn_signed_sum #(
            .Terms  (Simd),
            .InBits (InBits),
            .Signed (InSigned),
            .OutBits(SumBits)
        ) u_signed_sum (
            .x_i  (x_i),
            .w_i  (w_i),
            .sum_o(signed_sum)
        );
      end else begin : gen_dot_product
        bnn_dot_product #(
            .Terms     (Simd),
            .InBits    (InBits),
            .Signed    (InSigned),
            .WeightBits(WeightBits),
            .Hard      (Hard),
            .OutBits   (SumBits)
        ) u_dot_product (
            .x_i  (x_i),
            .w_i  (w_i),
            .sum_o(signed_sum)
        );
      end

      bnn_delay #(
          .Width (CountBits),
          .Cycles(Stages)
      ) u_stages (
          .clk_i   (clk_i),
          .enable_i(enable_i),
          .data_i  (signed_sum[CountBits-1:0]),
          .data_o  (count)
      );
    end

    if (BitSerial) begin : gen_bit_serial
      // Horner's rule; the highest bit of two's complement weighs -2**(InBits-1).
      localparam int PartBits = CountBits + InBits;
      logic [PartBits-1:0] part_q;
      wire [PartBits-1:0] counted = PartBits'(count_q);
      wire [PartBits-1:0] part = bit_first_i ? (InSigned ? -counted : counted)
                                             : {part_q[PartBits-2:0], 1'b0} + counted;
      wire unused_high = part_q[PartBits-1];
      assign addend = AccBits'($signed({InSigned && part[PartBits-1], part}));

      always_ff @(posedge clk_i) begin
        if (add_i) part_q <= part;
      end
    end else begin : gen_parallel
      wire unused_bit_first = bit_first_i;
      assign addend = Counts ? AccBits'(count_q) : AccBits'($signed(count_q));
    end
  endgenerate
endmodule

`default_nettype wire
