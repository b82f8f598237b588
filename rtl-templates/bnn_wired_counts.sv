// bnn_wired_counts -- equal positions of the inputs and each of several rows of weights.
//   counts_o[r] = popcount(~(x_i ^ w_i[r]))   r = 0 .. Rows-1
//   latency     Stages cycles with enable_i
//   storage     none; w_i is word addr_i of Depth words in WeightFile, and a structural version of
//               this module for that file has the words in its logic and does not look at w_i
//   parameters  Rows, Cols, Depth >= 1, Stages >= 0; row r of w_i at bit r*Cols, its count at bit
//               r*CountBits
`default_nettype none

module bnn_wired_counts #(
    parameter int Rows = 4,
    parameter int Cols = 8,
    parameter int Depth = 1,
    parameter     WeightFile = "",
    parameter int Stages = 0,
    parameter int AddressBits = (Depth > 1) ? $clog2(Depth) : 1,
    parameter int CountBits = $clog2(Cols + 1)
) (
    input  wire                      clk_i,
    input  wire                      enable_i,
    input  wire [          Cols-1:0] x_i,
    input  wire [   AddressBits-1:0] addr_i,
    input  wire [     Rows*Cols-1:0] w_i,
    output wire [Rows*CountBits-1:0] counts_o
);
  initial if (Rows < 1) $fatal(1, "bnn_wired_counts: Rows is %0d, must be at least 1", Rows);

  localparam bit [7:0] unused_file = 8'(WeightFile);
  wire unused_address = &{1'b0, addr_i};

  generate
    for (genvar r = 0; r < Rows; r++) begin : gen_row
      bnn_popcount #(
          .Width (Cols),
          .Stages(Stages)
      ) u_popcount (
          .clk_i   (clk_i),
          .enable_i(enable_i),
          .x_i     (x_i),
          .w_i     (w_i[r*Cols+:Cols]),
          .count_o (counts_o[r*CountBits+:CountBits])
      );
    end
  endgenerate
endmodule

`default_nettype wire
