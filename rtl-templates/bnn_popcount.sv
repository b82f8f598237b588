// bnn_popcount -- the number of positions where inputs and weights are equal.
//   count_o = popcount(~(x_i ^ w_i)); the dot product of the two +-1 vectors is 2*count_o - Width
//   latency     0: combinational
//   storage     none
//   parameters  Width >= 1
`default_nettype none

module bnn_popcount #(
    parameter int Width = 32,
    parameter int CountBits = $clog2(Width + 1)
) (
    input  wire  [    Width-1:0] x_i,
    input  wire  [    Width-1:0] w_i,
    output logic [CountBits-1:0] count_o
);
  initial if (Width < 1) $fatal(1, "bnn_popcount: Width is %0d, must be at least 1", Width);

  assign count_o = CountBits'($countones(~(x_i ^ w_i)));
endmodule

`default_nettype wire
