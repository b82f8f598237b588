// bnn_signed_sum -- adds integers with +-1 weights.
//   sum_o = sum of x_i[t], negated where w_i[t] = 0
//   latency     none: combinational
//   parameters  Terms, InBits >= 1; x_i in two's complement if Signed; OutBits >= InBits +
//               $clog2(Terms) + 1
`default_nettype none

module bnn_signed_sum #(
    parameter int Terms = 3,
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int OutBits = InBits + $clog2(Terms) + 1
) (
    input  wire  [Terms*InBits-1:0] x_i,
    input  wire  [       Terms-1:0] w_i,
    output logic [     OutBits-1:0] sum_o
);
  initial
    if (Terms < 1 || OutBits < InBits + $clog2(Terms) + 1)
      $fatal(1, "bnn_signed_sum: OutBits is %0d, too few for %0d terms", OutBits, Terms);

  logic [OutBits-1:0] term;

  always_comb begin
    sum_o = '0;
    term  = '0;
    for (int t = 0; t < Terms; t = t + 1) begin
      term = {{(OutBits - InBits) {Signed && x_i[t*InBits+InBits-1]}}, x_i[t*InBits+:InBits]};
      sum_o = w_i[t] ? sum_o + term : sum_o - term;
    end
  end
endmodule

`default_nettype wire
