// bnn_reduce -- takes Taps consecutive beats together, lane by lane.
//   Op            "or", "and" of single bits; "max"; "sum" (of bits: the sum of +-1, 2*ones - Taps)
//   interval      Taps cycles per output beat
//   latency       Taps + 1 cycles
//   storage       the result so far; two output beats
//   backpressure  stalls as a whole while the output register is full; in_ready_o is a flip-flop
//   stream  role    payload        beats
//   in      sink    Lanes*InBits   Taps for one out
//   out     source  Lanes*OutBits  one
//   parameters  Lanes, InBits, Taps >= 1; Signed: in two's complement, max and sum only;
//               OutBits: InBits but for "sum", which must hold every sum
// Behind a bnn_sliding_window whose Groups equals its Words this is a pool.
`default_nettype none

module bnn_reduce #(
    parameter int Lanes = 4,
    parameter int InBits = 1,
    parameter bit Signed = 0,
    parameter int Taps = 4,
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
    if (Taps < 1 || (!IsSum && OutBits != InBits))
      $fatal(1, "bnn_reduce: OutBits is %0d, must be InBits, %0d", OutBits, InBits);
  end

  wire                     enable;
  logic [Lanes*InBits-1:0] beat_q;
  logic                    beat_valid_q;
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
      .Count(Taps)
  ) u_tap (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (beat_valid_q && enable),
      .count_o(tap),
      .last_o (tap_is_last)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire  [ InBits-1:0] element = beat_q[l*InBits+:InBits];
      logic [OutBits-1:0] so_far_q;
      logic [OutBits-1:0] next;

      if (IsSum && InBits == 1) begin : gen_bit_sum
        wire [OutBits-1:0] base = tap_is_first ? OutBits'(-Taps) : so_far_q;
        assign next = base + (OutBits'(element) << 1);
      end else if (IsSum) begin : gen_sum
        wire [OutBits-1:0] term =
            {{(OutBits - InBits) {Signed && element[InBits-1]}}, element};
        assign next = tap_is_first ? term : so_far_q + term;
      end else if (IsMax) begin : gen_max
        // Toggling the sign bit makes two's complement order as unsigned numbers do.
        localparam bit [InBits-1:0] Toggle = InBits'(Signed) << (InBits - 1);
        wire larger = (element ^ Toggle) > (so_far_q ^ Toggle);
        assign next = (tap_is_first || larger) ? element : so_far_q;
      end else begin : gen_logic
        assign next =
            tap_is_first ? element : IsOr ? (so_far_q | element) : (so_far_q & element);
      end

      assign result[l*OutBits+:OutBits] = next;

      always_ff @(posedge clk_i) begin
        if (beat_valid_q && enable) so_far_q <= next;
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
