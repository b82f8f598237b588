// LUT6_2 -- simulation model of the 7-series primitive: two functions of the same five inputs.
//   O6 = bit {I5, I4, I3, I2, I1, I0} of INIT, O5 = bit {I4, I3, I2, I1, I0}
`default_nettype none

module LUT6_2 #(
    parameter bit [63:0] INIT = 64'h0
) (
    input  wire I0,
    input  wire I1,
    input  wire I2,
    input  wire I3,
    input  wire I4,
    input  wire I5,
    output wire O5,
    output wire O6
);
  assign O5 = INIT[{1'b0, I4, I3, I2, I1, I0}];
  assign O6 = INIT[{I5, I4, I3, I2, I1, I0}];
endmodule

`default_nettype wire
