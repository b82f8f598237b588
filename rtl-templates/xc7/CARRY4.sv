// CARRY4 -- simulation model of the 7-series primitive: four positions of a carry chain.
//   O[i] = S[i] ^ carry in, CO[i] = S[i] ? carry in : DI[i]; the first carry in is CI | CYINIT
`default_nettype none

module CARRY4 (
    input  wire       CI,
    input  wire       CYINIT,
    input  wire [3:0] DI,
    input  wire [3:0] S,
    output wire [3:0] O,
    output wire [3:0] CO
);
  wire [3:0] carry = {CO[2:0], CI | CYINIT};

  assign O = S ^ carry;
  assign CO = (S & carry) | (~S & DI);
endmodule

`default_nettype wire
