// formal_stream_fifo -- every beat comes out once, in order; it holds exactly Depth beats,
// with Style "block" one more.
`default_nettype none

module formal_stream_fifo #(
    parameter int Width = 2,
    parameter int Depth = 3,
    parameter     Style = "distributed",
    parameter int MaxHeld = 2,
    parameter int MaxWait = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Width-1:0] in_data_i,
    input wire out_ready_i
);
  (* anyconst *) logic [Width-1:0] vector;
  logic [Width-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [Width-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  assign expected = vector;

  bnn_stream_fifo #(
      .Width(Width),
      .Depth(Depth),
      .Style(Style)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  formal_stream #(
      .InBits  (Width),
      .InBeats (1),
      .OutBits (Width),
      .OutBeats(1),
      .MaxHeld (MaxHeld),
      .MaxWait (MaxWait)
  ) u_stream (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_i   (vector),
      .expected_i (expected)
  );
endmodule

`default_nettype wire
