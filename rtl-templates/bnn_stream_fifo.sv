// bnn_stream_fifo -- first in, first out, any depth.
//   interval      1 cycle per beat; 2 for Depth = 1
//   latency       1 cycle; 2 with Style "block"
//   storage       Depth x Width memory, two addresses, one flag; with Style "block" the output
//                 register of the block RAM is one beat more, and another flag
//   backpressure  in_ready_o depends on the fill alone: low while Depth beats are in the memory
//   stream  role    payload  beats
//   in      sink    Width    1
//   out     source  Width    1, the same; with Style "distributed" read from the memory
//                            without a register
//   parameters  Width >= 1, Depth >= 1 (powers of two need no wrap logic); Style: "distributed"
//               (LUTs) or "block" (block RAM)
`default_nettype none

module bnn_stream_fifo #(
    parameter int Width = 8,
    parameter int Depth = 32,
    parameter     Style = "distributed"
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    input  wire              in_valid_i,
    output logic             in_ready_o,
    input  wire  [Width-1:0] in_data_i,
    output logic             out_valid_o,
    input  wire              out_ready_i,
    output logic [Width-1:0] out_data_o
);
  // Texts are compared at the width of the longest style.
  localparam bit [87:0] StyleText = 88'(Style);

  initial begin
    if (Width < 1) $fatal(1, "bnn_stream_fifo: Width is %0d, must be at least 1", Width);
    if (Depth < 1) $fatal(1, "bnn_stream_fifo: Depth is %0d, must be at least 1", Depth);
    if (StyleText != 88'("distributed") && StyleText != 88'("block"))
      $fatal(1, "bnn_stream_fifo: Style must be distributed or block");
  end

  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;

  wire push = in_valid_i && in_ready_o;
  wire pop;
  wire [AddressBits-1:0] write_address;
  wire [AddressBits-1:0] read_address;
  wire unused_write_last;
  wire unused_read_last;

  bnn_counter #(
      .Count(Depth)
  ) u_write (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (push),
      .count_o(write_address),
      .last_o (unused_write_last)
  );

  bnn_counter #(
      .Count(Depth)
  ) u_read (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (pop),
      .count_o(read_address),
      .last_o (unused_read_last)
  );

  // Equal addresses mean full after a push and empty after a pop.
  logic filling_q;
  wire  addresses_meet = write_address == read_address;
  wire  holds_beat = !addresses_meet || filling_q;

  assign in_ready_o = !(addresses_meet && filling_q);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) filling_q <= 1'b0;
    else if (push != pop) filling_q <= push;
  end

  generate
    if (StyleText == 88'("block")) begin : gen_block
      wire enable = out_ready_i || !out_valid_o;

      assign pop = holds_beat && enable;

      always_ff @(posedge clk_i) begin
        if (!rst_ni) out_valid_o <= 1'b0;
        else if (enable) out_valid_o <= holds_beat;
      end

      bnn_ram #(
          .Width(Width),
          .Depth(Depth),
          .Style("block")
      ) u_memory (
          .clk_i       (clk_i),
          .write_i     (push),
          .write_addr_i(write_address),
          .write_data_i(in_data_i),
          .read_i      (pop),
          .read_addr_i (read_address),
          .read_data_o (out_data_o)
      );
    end else begin : gen_distributed
      (* ram_style = "distributed" *) logic [Width-1:0] memory[0:Depth-1];

      assign pop = holds_beat && out_ready_i;
      assign out_valid_o = holds_beat;
      assign out_data_o = memory[read_address];

      always_ff @(posedge clk_i) begin
        if (push) memory[write_address] <= in_data_i;
      end
    end
  endgenerate
endmodule

`default_nettype wire
