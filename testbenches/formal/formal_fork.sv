// formal_fork -- every reader gets every beat once, in order, whatever the others do; a beat is
// taken exactly if no reader is two behind.
`default_nettype none

module formal_fork #(
    parameter int Width = 2,
    parameter int Copies = 2
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Width-1:0] in_data_i,
    input wire [Copies-1:0] out_ready_i
);
  (* anyconst *) logic [Width-1:0] vector;
  logic rst_n = 1'b0;
  wire in_ready;
  wire [Copies-1:0] out_valid;
  wire [Copies*Width-1:0] out_data;
  wire [Copies-1:0] two_behind;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  bnn_fork #(
      .Width (Width),
      .Copies(Copies)
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

  generate
    for (genvar c = 0; c < Copies; c = c + 1) begin : gen_copy
      logic [1:0] behind;

      always_ff @(posedge clk_i) begin
        if (!rst_n) behind <= 0;
        else behind <= behind + (in_valid_i && in_ready) - (out_valid[c] && out_ready_i[c]);
      end

      assign two_behind[c] = behind == 2;

      formal_stream #(
          .InBits    (Width),
          .InBeats   (1),
          .OutBits   (Width),
          .OutBeats  (1),
          .MaxHeld   (2),
          .MaxWait   (0),
          .InMayWait (1),
          .NumberBits(2)
      ) u_stream (
          .clk_i      (clk_i),
          .rst_ni     (rst_n),
          .in_valid_i (in_valid_i),
          .in_ready_i (in_ready),
          .in_data_i  (in_data_i),
          .out_valid_i(out_valid[c]),
          .out_ready_i(out_ready_i[c]),
          .out_data_i (out_data[c*Width+:Width]),
          .vector_i   (vector),
          .expected_i (vector)
      );
    end
  endgenerate

  always_comb begin
    if (rst_n) begin
      assert (in_ready == (two_behind == 0));
      cover (two_behind[0] && !out_valid[Copies-1]);
    end
  end
endmodule

`default_nettype wire
