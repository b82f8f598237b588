// bnn_scale_bias -- scales every element of a vector and adds a bias, in fixed point.
//   y[e] = x[e] * scale[e] + bias[e]              signed, x only if Signed; y keeps the
//                                                 low OutBits of the sum
//   with Bent a scale of its own, slope[e], where x[e] < 0
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       3 cycles: coefficients, product, sum
//   storage       coefficients: bnn_rom, ceil(Elements/Lanes) words, lane l at bit
//                 l*(ScaleBits+BiasBits): {bias, scale}, scale in the low bits; zero in pad lanes;
//                 with Bent at bit l*(2*ScaleBits+BiasBits): {bias, slope, scale}
//                 registers: element, coefficients, product and bias, two output beats
//   backpressure  stalls as a whole while the output register is full; in_ready_o is a flip-flop
//   stream  role    payload        beats per vector      order
//   in      sink    Lanes*InBits   ceil(Elements/Lanes)  lane 0 first; pad lanes ignored
//   out     source  Lanes*OutBits  the same              lane 0 first; pad lanes zero as scaled
//   parameters  all >= 1; OutBits wide enough for every sum that can occur; File as in bnn_rom
`default_nettype none

module bnn_scale_bias #(
    parameter int Elements = 10,
    parameter int Lanes = 1,
    parameter int InBits = 11,
    parameter bit Signed = 1,
    parameter bit Bent = 0,
    parameter int ScaleBits = 16,
    parameter int BiasBits = 24,
    parameter int OutBits = 32,
    parameter     File = ""
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    input  wire                      in_valid_i,
    output logic                     in_ready_o,
    input  wire  [ Lanes*InBits-1:0] in_data_i,
    output logic                     out_valid_o,
    input  wire                      out_ready_i,
    output logic [Lanes*OutBits-1:0] out_data_o
);
  initial begin
    if (Elements < 1 || Lanes < 1 || InBits < 1 || ScaleBits < 1 || BiasBits < 1 || OutBits < 1)
      $fatal(1, "bnn_scale_bias: every parameter must be at least 1");
  end

  localparam int Beats = (Elements + Lanes - 1) / Lanes;
  localparam int BeatBits = (Beats > 1) ? $clog2(Beats) : 1;
  localparam int SlopeBits = Bent ? ScaleBits : 0;
  localparam int WordBits = ScaleBits + SlopeBits + BiasBits;
  localparam int ElementBits = Signed ? InBits : InBits + 1;
  localparam int ProductBits =
      (ElementBits + ScaleBits < OutBits) ? ElementBits + ScaleBits : OutBits;

  wire                      enable;
  wire [      BeatBits-1:0] beat;
  wire [Lanes*WordBits-1:0] words;
  wire [ Lanes*OutBits-1:0] sums;
  wire                      unused_last;
  logic                     element_valid_q;
  logic                     product_valid_q;

  assign in_ready_o = enable;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      element_valid_q <= 1'b0;
      product_valid_q <= 1'b0;
    end else if (enable) begin
      element_valid_q <= in_valid_i;
      product_valid_q <= element_valid_q;
    end
  end

  bnn_counter #(
      .Count(Beats)
  ) u_beat (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (in_valid_i && enable),
      .count_o(beat),
      .last_o (unused_last)
  );

  bnn_rom #(
      .Width(Lanes * WordBits),
      .Depth(Beats),
      .File (File)
  ) u_coefficients (
      .clk_i (clk_i),
      .en_i  (enable),
      .addr_i(beat),
      .data_o(words)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      // Without Bent both are the same scale.
      wire [ScaleBits-1:0] positive = words[l*WordBits+:ScaleBits];
      wire [ScaleBits-1:0] negative = words[l*WordBits+SlopeBits+:ScaleBits];
      wire signed [BiasBits-1:0] bias = words[l*WordBits+ScaleBits+SlopeBits+:BiasBits];
      logic signed [ElementBits-1:0] element_q;
      wire signed [ScaleBits-1:0] scale = element_q[ElementBits-1] ? negative : positive;
      logic signed [ProductBits-1:0] product_q;
      logic signed [BiasBits-1:0] bias_q;

      always_ff @(posedge clk_i) begin
        if (enable) begin
          element_q <= ElementBits'({1'b0, in_data_i[l*InBits+:InBits]});
          product_q <= ProductBits'(element_q) * ProductBits'(scale);
          bias_q    <= bias;
        end
      end

      assign sums[l*OutBits+:OutBits] = OutBits'(product_q) + OutBits'(bias_q);
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (product_valid_q),
      .in_ready_o (enable),
      .in_data_i  (sums),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
