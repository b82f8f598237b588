// formal_axis_input -- every element comes out once; pad lanes are zero.
`default_nettype none

module formal_axis_input #(
    parameter int ElementBits = 3,
    parameter int Lanes = 2,
    parameter int Elements = 3,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InBits-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InBits = (Lanes * ElementBits + 7) / 8 * 8;
  localparam int OutBits = Lanes * ElementBits;
  localparam int Beats = (Elements + Lanes - 1) / Lanes;

  (* anyconst *) logic [InBits*Beats-1:0] vector;
  logic [OutBits*Beats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  always_comb begin
    expected = '0;
    for (int e = 0; e < Elements; e = e + 1)
      expected[e*ElementBits+:ElementBits] =
          vector[e/Lanes*InBits+e%Lanes*ElementBits+:ElementBits];
  end

  bnn_axis_input #(
      .ElementBits(ElementBits),
      .Lanes      (Lanes),
      .Elements   (Elements)
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
      .InBits  (InBits),
      .InBeats (Beats),
      .OutBits (OutBits),
      .OutBeats(Beats),
      .MaxHeld (MaxHeld),
      .MaxWait (1)
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
