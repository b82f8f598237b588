// bnn_gated_add -- adds the elements of a second stream where those of the first reach a threshold.
//   y[c] = a[c] + b[c]  if (a[c] >= T[c]) ^ invert[c], else a[c]
//   interval      1 cycle per beat
//   latency       1 cycle behind the later of the two beats
//   storage       W = ceil(Elements/Lanes) words in LUTs of Lanes*(ABits+2) bits, as bnn_threshold
//                 has them, read by bnn_start_values; two output beats
//   backpressure  that of bnn_add
//   stream  role    payload              beats per vector  order
//   in      sink    Lanes*(ABits+BBits)  W                 two streams, bit 0 of valid and
//                                                          ready for a: Lanes elements of a in
//                                                          the low bits, then those of b
//   out     source  Lanes*OutBits        W                 lowest element in the low bits
//   parameters  Lanes, Elements >= 1; ABits >= 2; BBits >= 1: one bit is +1 or -1, more are an
//               integer; ASigned, BSigned: in two's complement; OutBits enough for every result; T
//               from the smallest a to the largest a + 1
`default_nettype none

module bnn_gated_add #(
    parameter int Elements = 8,
    parameter int Lanes = 4,
    parameter int ABits = 8,
    parameter int BBits = 8,
    parameter bit ASigned = 1,
    parameter bit BSigned = 1,
    parameter int OutBits = 9,
    parameter     File = ""
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
  initial if (ABits < 2) $fatal(1, "bnn_gated_add: ABits is %0d, must be at least 2", ABits);

  localparam int RuleBits = ABits + 2;
  // A bit that counts nothing is no bit any more, but one of three integers.
  localparam int TermBits = (BBits > 1) ? BBits : 2;
  localparam bit TermSigned = BSigned || BBits == 1;

  wire [Lanes*RuleBits-1:0] rule;
  wire [Lanes*TermBits-1:0] terms;

  bnn_start_values #(
      .Width (Lanes * RuleBits),
      .Passes((Elements + Lanes - 1) / Lanes),
      .File  (File)
  ) u_rules (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .load_i (65'b0),
      .step_i (in_valid_i[0] && in_ready_o[0]),
      .start_o(rule)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [ABits-1:0] a = in_data_i[l*ABits+:ABits];
      wire [ABits:0] difference =
          {ASigned && a[ABits-1], a} + rule[l*RuleBits+:ABits+1];
      wire is_open = !difference[ABits] ^ rule[l*RuleBits+ABits+1];
      wire [TermBits-1:0] b;

      bnn_element #(
          .InBits (BBits),
          .Signed (BSigned),
          .OutBits(TermBits)
      ) u_b (
          .code_i (in_data_i[Lanes*ABits+l*BBits+:BBits]),
          .value_o(b)
      );

      assign terms[l*TermBits+:TermBits] = is_open ? b : '0;
    end
  endgenerate

  bnn_add #(
      .Lanes  (Lanes),
      .ABits  (ABits),
      .BBits  (TermBits),
      .ASigned(ASigned),
      .BSigned(TermSigned),
      .OutBits(OutBits)
  ) u_add (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  ({terms, in_data_i[Lanes*ABits-1:0]}),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
