// CARRY8 -- simulation model of the UltraScale primitive: eight positions of a carry chain.
//   O[i] = S[i] ^ carry in, CO[i] = S[i] ? carry in : DI[i]; the first carry in is CI, and of the
//   upper four CI_TOP if CARRY_TYPE is "DUAL_CY4"
`default_nettype none

module CARRY8 #(
    parameter CARRY_TYPE = "SINGLE_CY8"
) (
    input  wire       CI,
    input  wire       CI_TOP,
    input  wire [7:0] DI,
    input  wire [7:0] S,
    output wire [7:0] O,
    output wire [7:0] CO
);
  localparam bit IsDual = CARRY_TYPE == "DUAL_CY4";

  wire [7:0] carry = {CO[6:4], IsDual ? CI_TOP : CO[3], CO[2:0], CI};

  assign O = S ^ carry;
  assign CO = (S & carry) | (~S & DI);
endmodule

`default_nettype wire
