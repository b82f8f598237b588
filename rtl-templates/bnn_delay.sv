// bnn_delay -- what came in some cycles ago, cycles without enable_i not counted.
//   latency     Cycles
//   storage     Cycles * Width flip-flops without reset
//   parameters  Width >= 1, Cycles >= 0
`default_nettype none

module bnn_delay #(
    parameter int Width = 8,
    parameter int Cycles = 1
) (
    input  wire             clk_i,
    input  wire             enable_i,
    input  wire [Width-1:0] data_i,
    output wire [Width-1:0] data_o
);
  initial if (Width < 1) $fatal(1, "bnn_delay: Width is %0d, must be at least 1", Width);

  generate
    if (Cycles == 0) begin : gen_wire
      wire unused_clock = &{1'b0, clk_i, enable_i};
      assign data_o = data_i;
    end else begin : gen_line
      // Kept, because yosys before 0.68 makes shift registers without enable of such chains
      // (YosysHQ/yosys#6058).
      (* keep *) logic [Cycles*Width-1:0] line_q;
      wire [(Cycles+1)*Width-1:0] line = {line_q, data_i};

      assign data_o = line[Cycles*Width+:Width];

      always_ff @(posedge clk_i) begin
        if (enable_i) line_q <= line[Cycles*Width-1:0];
      end
    end
  endgenerate
endmodule

`default_nettype wire
