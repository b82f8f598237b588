// bnn_carry_chain -- a carry chain of CARRY4, the primitive of 7-series FPGAs.
//   sum_o[i] = select_i[i] ^ carry in, carry_o[i] = select_i[i] ? carry in : data_i[i]; the first
//   carry in is start_i, each other one carry_o[i-1]
//   latency     0
//   parameters  Length >= 1
`default_nettype none

module bnn_carry_chain #(
    parameter int Length = 4
) (
    input  wire              start_i,
    input  wire [Length-1:0] select_i,
    input  wire [Length-1:0] data_i,
    output wire [Length-1:0] sum_o,
    output wire [Length-1:0] carry_o
);
  localparam int Cells = (Length + 3) / 4;

  wire [4*Cells-1:0] selects = (4 * Cells)'(select_i);
  wire [4*Cells-1:0] data = (4 * Cells)'(data_i);
  wire [4*Cells-1:0] sums;
  wire [4*Cells-1:0] carries;

  generate
    for (genvar c = 0; c < Cells; c++) begin : gen_cell
      CARRY4 u_carry (
          .CYINIT((c == 0) && start_i),
          .CI    ((c > 0) && carries[(c > 0) ? 4*c-1 : 0]),
          .S     (selects[4*c+:4]),
          .DI    (data[4*c+:4]),
          .O     (sums[4*c+:4]),
          .CO    (carries[4*c+:4])
      );
    end
  endgenerate

  assign sum_o = sums[Length-1:0];
  assign carry_o = carries[Length-1:0];
endmodule

`default_nettype wire
