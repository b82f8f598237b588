// bnn_requantize -- divides integers by a power of two, rounds and clips them.
//   y[e] = min(max(round(x[e] / 2**Shift), Minimum), Maximum)
//   interval      1 cycle per beat
//   latency       1 cycle
//   storage       two output beats
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload        beats  order
//   in      sink    Lanes*InBits   1      lowest element in the low bits
//   out     source  Lanes*OutBits  1      the same
//   parameters  Lanes, InBits >= 1; Signed: x in two's complement; Shift 0 .. 31; Rounding
//               "half_up" (a half goes up), "half_even" (to the even integer) or "floor";
//               Minimum if ClipsLow, Maximum if ClipsHigh, in order; OutBits wide enough for every
//               result and both bounds, with a sign if one of them is negative
`default_nettype none

module bnn_requantize #(
    parameter int Lanes = 4,
    parameter int InBits = 12,
    parameter bit Signed = 1,
    parameter int Shift = 3,
    parameter     Rounding = "half_up",
    parameter bit ClipsLow = 1,
    parameter bit ClipsHigh = 1,
    parameter int Minimum = 0,
    parameter int Maximum = 255,
    parameter int OutBits = 8
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    input  wire                      in_valid_i,
    output wire                      in_ready_o,
    input  wire  [ Lanes*InBits-1:0] in_data_i,
    output wire                      out_valid_o,
    input  wire                      out_ready_i,
    output wire  [Lanes*OutBits-1:0] out_data_o
);
  localparam bit [71:0] RoundingText = 72'(Rounding);
  localparam bit HalfUp = RoundingText == 72'("half_up");
  localparam bit HalfEven = RoundingText == 72'("half_even");

  initial begin
    if (!HalfUp && !HalfEven && RoundingText != 72'("floor"))
      $fatal(1, "bnn_requantize: Rounding must be half_up, half_even or floor");
    if (Shift < 0 || Shift > 31)
      $fatal(1, "bnn_requantize: Shift is %0d, must be 0 to 31", Shift);
    if (ClipsLow && ClipsHigh && Minimum > Maximum)
      $fatal(1, "bnn_requantize: Minimum is %0d, must be at most %0d", Minimum, Maximum);
  end

  // The quotient has a sign and at least one more bit; rounding adds another. The bounds are
  // compared
  // at a width that holds them.
  localparam int QuotientBits = (InBits > Shift) ? InBits + 1 - Shift : 2;
  localparam int InnerBits = QuotientBits + Shift;
  localparam int ResultBits = (QuotientBits > OutBits) ? QuotientBits + 1 : OutBits + 1;
  localparam bit signed [ResultBits-1:0] Lowest = ResultBits'(Minimum);
  localparam bit signed [ResultBits-1:0] Highest = ResultBits'(Maximum);

  wire [Lanes*OutBits-1:0] results;

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [InBits-1:0] code = in_data_i[l*InBits+:InBits];
      wire [InnerBits-1:0] x = InnerBits'({{InnerBits{Signed && code[InBits-1]}}, code});
      wire signed [QuotientBits-1:0] quotient = x[InnerBits-1:Shift];
      wire goes_up;
      wire signed [ResultBits-1:0] rounded =
          ResultBits'(quotient) + $signed({{(ResultBits - 1) {1'b0}}, goes_up});
      wire is_low = ClipsLow && rounded < Lowest;
      wire is_high = ClipsHigh && rounded > Highest;

      if (Shift == 0) begin : gen_whole
        assign goes_up = 1'b0;
      end else begin : gen_fraction
        // Its highest bit is a half, and the others are more than that.
        wire [Shift-1:0] fraction = x[Shift-1:0];
        wire more = (fraction << 1) != '0;
        assign goes_up = fraction[Shift-1] && (HalfUp || (HalfEven && (more || quotient[0])));
      end

      assign results[l*OutBits+:OutBits] =
          is_low ? OutBits'(Minimum) : is_high ? OutBits'(Maximum) : OutBits'(rounded);
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (results),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
