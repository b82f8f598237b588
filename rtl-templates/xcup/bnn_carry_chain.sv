// bnn_carry_chain -- a carry chain of CARRY8, the primitive of UltraScale and UltraScale+ FPGAs.
//   sum_o[i] = select_i[i] ^ carry in, carry_o[i] = select_i[i] ? carry in : data_i[i]; the first
//   carry in is start_i, each other one carry_o[i-1]
//   latency     0
//   parameters  Length >= 1
`default_nettype none

module bnn_carry_chain #(
    parameter int Length = 8
) (
    input  wire              start_i,
    input  wire [Length-1:0] select_i,
    input  wire [Length-1:0] data_i,
    output wire [Length-1:0] sum_o,
    output wire [Length-1:0] carry_o
);
  localparam int Cells = (Length + 7) / 8;

  wire [8*Cells-1:0] selects = (8 * Cells)'(select_i);
  wire [8*Cells-1:0] data = (8 * Cells)'(data_i);
  wire [8*Cells-1:0] sums;
  wire [8*Cells-1:0] carries;

  generate
    for (genvar c = 0; c < Cells; c++) begin : gen_cell
      CARRY8 #(
          .CARRY_TYPE("SINGLE_CY8")
      ) u_carry (
          .CI    ((c == 0) ? start_i : carries[(c > 0) ? 8*c-1 : 0]),
          .CI_TOP(1'b0),
          .S     (selects[8*c+:8]),
          .DI    (data[8*c+:8]),
          .O     (sums[8*c+:8]),
          .CO    (carries[8*c+:8])
      );
    end
  endgenerate

  assign sum_o = sums[Length-1:0];
  assign carry_o = carries[Length-1:0];
endmodule

`default_nettype wire
