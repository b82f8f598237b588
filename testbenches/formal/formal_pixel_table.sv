// formal_pixel_table -- every element comes out once as words.hex replaces it; pad lanes are zero.
`default_nettype none

module formal_pixel_table #(
    parameter int Lanes = 2,
    parameter int Elements = 3,
    parameter int InBits = 2,
    parameter int OutBits = 3,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InWidth-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InWidth = Lanes * InBits;
  localparam int OutWidth = Lanes * OutBits;
  localparam int Beats = (Elements + Lanes - 1) / Lanes;

  (* anyconst *) logic [InWidth*Beats-1:0] vector;
  logic [OutWidth*Beats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutWidth-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  logic [OutBits-1:0] words[0:2**InBits-1];

  initial $readmemh("words.hex", words);

  always_comb begin
    expected = '0;
    for (int e = 0; e < Elements; e = e + 1)
      expected[e*OutBits+:OutBits] = words[vector[e*InBits+:InBits]];
  end

  bnn_pixel_table #(
      .Lanes   (Lanes),
      .Elements(Elements),
      .InBits  (InBits),
      .OutBits (OutBits),
      .File    ("words.hex")
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
      .InBits  (InWidth),
      .InBeats (Beats),
      .OutBits (OutWidth),
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
