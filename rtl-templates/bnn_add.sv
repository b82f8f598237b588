// bnn_add -- adds two streams, element by element.
//   y[e] = a[e] + b[e]
//   interval      1 cycle per beat
//   latency       1 cycle behind the later of the two beats
//   storage       two output beats
//   backpressure  both inputs are ready when there is room and both are valid: a path leads from
//                 each valid to the other's ready, but none from out_ready_i
//   stream  role    payload              beats  order
//   in      sink    Lanes*(ABits+BBits)  1      two streams, bit 0 of valid and ready for a: Lanes
//                                               elements of a in the low bits, then those of b
//   out     source  Lanes*OutBits        1      lowest element in the low bits
//   parameters  Lanes >= 1; ABits, BBits >= 1: one bit is +1 or -1, more are an integer, in two's
//               complement if ASigned, BSigned; OutBits enough for every sum
`default_nettype none

module bnn_add #(
    parameter int Lanes = 4,
    parameter int ABits = 8,
    parameter int BBits = 8,
    parameter bit ASigned = 1,
    parameter bit BSigned = 1,
    parameter int OutBits = 9
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
  initial if (Lanes < 1) $fatal(1, "bnn_add: Lanes is %0d, must be at least 1", Lanes);

  wire                     ready;
  wire                     both_valid = &in_valid_i;
  wire [Lanes*OutBits-1:0] sums;

  assign in_ready_o = {2{ready && both_valid}};

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [OutBits-1:0] a;
      wire [OutBits-1:0] b;

      bnn_element #(
          .InBits (ABits),
          .Signed (ASigned),
          .OutBits(OutBits)
      ) u_a (
          .code_i (in_data_i[l*ABits+:ABits]),
          .value_o(a)
      );

      bnn_element #(
          .InBits (BBits),
          .Signed (BSigned),
          .OutBits(OutBits)
      ) u_b (
          .code_i (in_data_i[Lanes*ABits+l*BBits+:BBits]),
          .value_o(b)
      );

      assign sums[l*OutBits+:OutBits] = a + b;
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (both_valid),
      .in_ready_o (ready),
      .in_data_i  (sums),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
