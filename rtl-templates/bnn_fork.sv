// bnn_fork -- gives every beat to several readers, each at its own pace.
//   interval      1 cycle per beat
//   latency       1 cycle
//   storage       2 beats that all readers share, three bits per reader
//   backpressure  in_ready_o depends on state alone: low while a reader is two beats behind
//   stream  role    payload       beats
//   in      sink    Width         1
//   out     source  Copies*Width  1 for each reader, the same; reader r has bit r of valid and
//                                 ready, and Width bits of the payload from bit r*Width on
//   parameters  Width >= 1, Copies >= 2
`default_nettype none

module bnn_fork #(
    parameter int Width = 8,
    parameter int Copies = 2
) (
    input  wire                     clk_i,
    input  wire                     rst_ni,
    input  wire                     in_valid_i,
    output wire                     in_ready_o,
    input  wire  [       Width-1:0] in_data_i,
    output logic [      Copies-1:0] out_valid_o,
    input  wire  [      Copies-1:0] out_ready_i,
    output wire  [Copies*Width-1:0] out_data_o
);
  initial begin
    if (Width < 1) $fatal(1, "bnn_fork: Width is %0d, must be at least 1", Width);
    if (Copies < 2) $fatal(1, "bnn_fork: Copies is %0d, must be at least 2", Copies);
  end

  // A beat goes into the slots by turns; nobody is more than two beats behind, so the slot that is
  // written next is free for all as soon as none has two.
  logic [ Width-1:0] even_q;
  logic [ Width-1:0] odd_q;
  logic              write_odd_q;
  logic [Copies-1:0] read_odd_q;
  logic [Copies-1:0] has_two_q;

  wire               push = in_valid_i && in_ready_o;
  wire  [Copies-1:0] pop = out_valid_o & out_ready_i;

  assign in_ready_o = has_two_q == '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      write_odd_q <= 1'b0;
      read_odd_q  <= '0;
      has_two_q   <= '0;
      out_valid_o <= '0;
    end else begin
      if (push) write_odd_q <= !write_odd_q;
      read_odd_q  <= read_odd_q ^ pop;
      has_two_q   <= (has_two_q | ({Copies{push}} & out_valid_o)) & ~pop;
      out_valid_o <= {Copies{push}} | has_two_q | (out_valid_o & ~pop);
    end
  end

  always_ff @(posedge clk_i) begin
    if (push && !write_odd_q) even_q <= in_data_i;
    if (push && write_odd_q) odd_q <= in_data_i;
  end

  generate
    for (genvar c = 0; c < Copies; c++) begin : gen_copy
      assign out_data_o[c*Width+:Width] = read_odd_q[c] ? odd_q : even_q;
    end
  endgenerate
endmodule

`default_nettype wire
