// formal_scale_bias -- every element comes out once, scaled and biased as words.hex says, with Bent
// by a slope of its own below zero; pad lanes have coefficients of zero.
`default_nettype none

module formal_scale_bias #(
    parameter int Elements = 3,
    parameter int Lanes = 2,
    parameter int InBits = 2,
    parameter bit Bent = 0,
    parameter int ScaleBits = 2,
    parameter int BiasBits = 3,
    parameter int OutBits = 5,
    parameter int MaxHeld = 3
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InWidth-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InWidth = Lanes * InBits;
  localparam int OutWidth = Lanes * OutBits;
  localparam int WordBits = (Bent ? 2 : 1) * ScaleBits + BiasBits;
  localparam int Beats = (Elements + Lanes - 1) / Lanes;

  (* anyconst *) logic [InWidth*Beats-1:0] vector;
  logic [OutWidth*Beats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutWidth-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  logic [Lanes*WordBits-1:0] words[0:Beats-1];

  initial $readmemh("words.hex", words);

  always_comb begin
    expected = '0;
    for (int e = 0; e < Elements; e = e + 1) begin : elements
      logic [WordBits-1:0] word;
      logic [ScaleBits-1:0] scale;
      word = words[e/Lanes][e%Lanes*WordBits+:WordBits];
      scale = word[ScaleBits-1:0];
      if (Bent && vector[e*InBits+InBits-1]) scale = word[WordBits-BiasBits-1-:ScaleBits];
      expected[e*OutBits+:OutBits] =
          $signed(vector[e*InBits+:InBits]) * $signed(scale)
          + $signed(word[WordBits-1-:BiasBits]);
    end
  end

  bnn_scale_bias #(
      .Elements (Elements),
      .Lanes    (Lanes),
      .InBits   (InBits),
      .Bent     (Bent),
      .ScaleBits(ScaleBits),
      .BiasBits (BiasBits),
      .OutBits  (OutBits),
      .File     ("words.hex")
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
      .MaxWait (2)
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
