// bnn_popcount -- the number of positions where inputs and weights are equal.
//   count_o = popcount(~(x_i ^ w_i)); the dot product of the two +-1 vectors is 2*count_o - Width
//   latency     Stages cycles with enable_i
//   storage     Stages registers: behind the sum here, within it in a structural version
//   parameters  Width >= 1, Stages >= 0
`default_nettype none

module bnn_popcount #(
    parameter int Width = 32,
    parameter int Stages = 0,
    parameter int CountBits = $clog2(Width + 1)
) (
    input  wire                  clk_i,
    input  wire                  enable_i,
    input  wire  [    Width-1:0] x_i,
    input  wire  [    Width-1:0] w_i,
    output wire  [CountBits-1:0] count_o
);
  initial if (Width < 1) $fatal(1, "bnn_popcount: Width is %0d, must be at least 1", Width);

  bnn_delay #(
      .Width (CountBits),
      .Cycles(Stages)
  ) u_stages (
      .clk_i   (clk_i),
      .enable_i(enable_i),
      .data_i  (CountBits'($countones(~(x_i ^ w_i)))),
      .data_o  (count_o)
  );
endmodule

`default_nettype wire
