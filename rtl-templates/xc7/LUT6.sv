// LUT6 -- simulation model of the 7-series primitive: any function of six inputs.
//   O = bit {I5, I4, I3, I2, I1, I0} of INIT
`default_nettype none

module LUT6 #(
    parameter bit [63:0] INIT = 64'h0
) (
    input  wire I0,
    input  wire I1,
    input  wire I2,
    input  wire I3,
    input  wire I4,
    input  wire I5,
    output wire O
);
  assign O = INIT[{I5, I4, I3, I2, I1, I0}];
endmodule

`default_nettype wire
