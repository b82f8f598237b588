// bnn_dot_product -- adds products of inputs and integer weights.
//   sum_o = sum of x_i[t] * w_i[t]; an input of one bit is +1 or -1 (0)
//   latency     none: combinational
//   parameters  Terms, InBits >= 1; x_i in two's complement if Signed; w_i in two's complement,
//               WeightBits >= 2; OutBits >= InBits + WeightBits + $clog2(Terms); Hard: products of
//               integers are left to multipliers where the family has them, else they are LUTs
// Without multipliers the rows of all products are one sum: w[i] ? x : 0, shifted by i. The highest
// weight bit and the sign of x count negative; a bit b that does is added as 1 - b, and what that
// adds to the sum, whatever the inputs, is taken off together.
`default_nettype none

module bnn_dot_product #(
    parameter int Terms = 3,
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int WeightBits = 4,
    parameter bit Hard = 0,
    parameter int OutBits = InBits + WeightBits + $clog2(Terms)
) (
    input  wire  [    Terms*InBits-1:0] x_i,
    input  wire  [Terms*WeightBits-1:0] w_i,
    output logic [         OutBits-1:0] sum_o
);
  initial begin
    if (Terms < 1 || InBits < 1 || WeightBits < 2)
      $fatal(1, "bnn_dot_product: Terms, InBits and WeightBits must be at least 1, 1 and 2");
    if (OutBits < InBits + WeightBits + $clog2(Terms))
      $fatal(1, "bnn_dot_product: OutBits is %0d, too few for %0d terms", OutBits, Terms);
  end

  generate
    if (InBits == 1) begin : gen_signs
      bnn_signed_sum #(
          .Terms  (Terms),
          .InBits (WeightBits),
          .Signed (1'b1),
          .OutBits(OutBits)
      ) u_sum (
          .x_i  (w_i),
          .w_i  (x_i),
          .sum_o(sum_o)
      );
    end else if (Hard) begin : gen_multipliers
      localparam int FactorBits = Signed ? InBits : InBits + 1;
      logic signed [FactorBits-1:0] factor;
      logic signed [WeightBits-1:0] weight;
      logic signed [FactorBits+WeightBits-1:0] product;

      always_comb begin
        sum_o = '0;
        factor = '0;
        weight = '0;
        product = '0;
        for (int t = 0; t < Terms; t = t + 1) begin
          factor = FactorBits'({1'b0, x_i[t*InBits+:InBits]});
          weight = w_i[t*WeightBits+:WeightBits];
          product = factor * weight;
          sum_o = sum_o + OutBits'(product);
        end
      end
    end else begin : gen_rows
      // Of one term.
      localparam int Highest = InBits + WeightBits - 1;
      localparam bit [InBits-1:0] SignBit = Signed ? InBits'(1) << (InBits - 1) : '0;
      localparam bit [OutBits-1:0] Excess =
          (OutBits'(1) << Highest) - (OutBits'(1) << (WeightBits - 1)) -
          (Signed ? OutBits'(1) << (InBits - 1) : '0);
      logic [InBits-1:0] row;

      always_comb begin
        sum_o = -(OutBits'(Terms) * Excess);
        row   = '0;
        for (int t = 0; t < Terms; t = t + 1) begin
          for (int i = 0; i < WeightBits; i = i + 1) begin
            row   = w_i[t*WeightBits+i] ? x_i[t*InBits+:InBits] : '0;
            row   = row ^ ((i == WeightBits - 1) ? ~SignBit : SignBit);
            sum_o = sum_o + (OutBits'(row) << i);
          end
        end
      end
    end
  endgenerate
endmodule

`default_nettype wire
