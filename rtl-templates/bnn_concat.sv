// bnn_concat -- puts the elements of two vectors behind each other.
//   y = a[0], a[1] .. b[0], b[1] ..
//   interval      W cycles per vector, W = ElementsA/Lanes + ceil(ElementsB/Lanes)
//   latency       1 cycle, from the first beat of a
//   storage       two output beats
//   backpressure  in_ready_o depends on state alone; that of the stream whose turn it is not is low
//   stream  role    payload              beats per vector         order
//   in      sink    Lanes*(ABits+BBits)  a: ElementsA/Lanes,      two streams, bit 0 of valid and
//                                        b: ceil(ElementsB/Lanes) ready for a: Lanes elements of a
//                                                                 in the low bits, then those of b
//   out     source  Lanes*OutBits        W                        a's elements first, lowest in the
//                                                                 low bits; pad lanes as b's are
//   parameters  Lanes >= 1 divides ElementsA >= 1, ElementsB >= 1; ABits, BBits >= 1 and at most
//               OutBits; narrower elements are extended, in two's complement if ASigned, BSigned:
//               bits that stand for +1 and -1 need OutBits = 1
`default_nettype none

module bnn_concat #(
    parameter int Lanes = 4,
    parameter int ElementsA = 8,
    parameter int ElementsB = 8,
    parameter int ABits = 1,
    parameter int BBits = 1,
    parameter bit ASigned = 0,
    parameter bit BSigned = 0,
    parameter int OutBits = 1
) (
    input  wire                           clk_i,
    input  wire                           rst_ni,
    input  wire [                    1:0] in_valid_i,
    output wire [                    1:0] in_ready_o,
    input  wire [Lanes*(ABits+BBits)-1:0] in_data_i,
    output wire                           out_valid_o,
    input  wire                           out_ready_i,
    output wire [      Lanes*OutBits-1:0] out_data_o
);
  localparam int WordsA = ElementsA / Lanes;
  localparam int Words = WordsA + (ElementsB + Lanes - 1) / Lanes;
  localparam int IndexBits = $clog2(Words);

  initial begin
    if (Lanes < 1 || ElementsA % Lanes != 0)
      $fatal(1, "bnn_concat: Lanes is %0d, must divide ElementsA %0d", Lanes, ElementsA);
    if (ElementsA < 1 || ElementsB < 1)
      $fatal(1, "bnn_concat: ElementsA, ElementsB are %0d, %0d, must be at least 1", ElementsA,
             ElementsB);
    if (ABits > OutBits || BBits > OutBits)
      $fatal(1, "bnn_concat: OutBits is %0d, must be at least ABits and BBits", OutBits);
  end

  wire [      IndexBits-1:0] word;
  wire                       unused_last;
  wire                       ready;
  wire                       is_b = word >= IndexBits'(WordsA);
  wire                       valid = is_b ? in_valid_i[1] : in_valid_i[0];
  wire [  Lanes*OutBits-1:0] elements;

  assign in_ready_o = {is_b && ready, !is_b && ready};

  bnn_counter #(
      .Count(Words)
  ) u_word (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (valid && ready),
      .count_o(word),
      .last_o (unused_last)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [ABits-1:0] a = in_data_i[l*ABits+:ABits];
      wire [BBits-1:0] b = in_data_i[Lanes*ABits+l*BBits+:BBits];
      wire [OutBits-1:0] extended_a = OutBits'({{OutBits{ASigned && a[ABits-1]}}, a});
      wire [OutBits-1:0] extended_b = OutBits'({{OutBits{BSigned && b[BBits-1]}}, b});
      assign elements[l*OutBits+:OutBits] = is_b ? extended_b : extended_a;
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (valid),
      .in_ready_o (ready),
      .in_data_i  (elements),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
