// bnn_element -- the integer that an element of a stream stands for.
//   latency       0 cycles, no state
//   in      code_i   InBits: one bit is +1 or -1 (0), more are an integer
//   out     value_o  the low OutBits of the integer in two's complement
//   parameters  InBits, OutBits >= 1; Signed: code_i is in two's complement
`default_nettype none

module bnn_element #(
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int OutBits = 8
) (
    input  wire [ InBits-1:0] code_i,
    output wire [OutBits-1:0] value_o
);
  generate
    if (InBits == 1) begin : gen_bit
      // -1 is all ones, +1 is a one.
      assign value_o = OutBits'({{OutBits{!code_i[0]}}, 1'b1});
    end else begin : gen_integer
      assign value_o = OutBits'({{OutBits{Signed && code_i[InBits-1]}}, code_i});
    end
  endgenerate
endmodule

`default_nettype wire
