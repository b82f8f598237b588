// bnn_threshold -- compares integers with thresholds per channel.
//   y[c] = number of k = 0 .. Levels-1 with (x[c] >= T[c][k]) ^ invert[c]
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       W = ceil(Elements/Lanes) words in LUTs of Lanes*R bits, R = Levels*(InBits+1)+1:
//                 lane l of word w has for channel c = w*Lanes+l at bit l*R + k*(InBits+1)
//                 -T[c][k] in InBits+1 bits of two's complement, and above these invert[c]; pad
//                 lanes have T = the largest x + 1; two output beats
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload        beats per vector  order
//   in      sink    Lanes*InBits   W                 channel 0 first, lowest in the low bits
//   out     source  Lanes*OutBits  W                 the same; pad lanes zero
//   parameters  Lanes, InBits, Elements, Levels >= 1; Signed: in two's complement; OutBits enough
//               for every y that occurs; T from the smallest x to the largest x + 1
`default_nettype none

module bnn_threshold #(
    parameter int Elements = 8,
    parameter int Lanes = 4,
    parameter int InBits = 8,
    parameter bit Signed = 1,
    parameter int Levels = 1,
    parameter int OutBits = 1,
    parameter     File = ""
) (
    input  wire                     clk_i,
    input  wire                     rst_ni,
    input  wire                     in_valid_i,
    output wire                     in_ready_o,
    input  wire [ Lanes*InBits-1:0] in_data_i,
    output wire                     out_valid_o,
    input  wire                     out_ready_i,
    output wire [Lanes*OutBits-1:0] out_data_o
);
  initial if (Levels < 1) $fatal(1, "bnn_threshold: Levels is %0d, must be at least 1", Levels);

  localparam int Words = (Elements + Lanes - 1) / Lanes;
  localparam int BoundBits = InBits + 1;
  localparam int RuleBits = Levels * BoundBits + 1;

  logic [Lanes*RuleBits-1:0] rules[0:Words-1];
  wire [Lanes*RuleBits-1:0] rule;
  wire [((Words > 1) ? $clog2(Words) : 1)-1:0] word;
  wire unused_last;
  wire [Lanes*OutBits-1:0] result;

  initial if (File != "") $readmemh(File, rules);

  bnn_counter #(
      .Count(Words)
  ) u_word (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (in_valid_i && in_ready_o),
      .count_o(word),
      .last_o (unused_last)
  );

  generate
    if (Words > 1) begin : gen_words
      assign rule = rules[word];
    end else begin : gen_one_word
      // As in bnn_mvu: a constant to synthesis, a register for Icarus.
      wire unused_word = word[0];
      logic [Lanes*RuleBits-1:0] rule_q;
      always_ff @(posedge clk_i) rule_q <= rules[0];
      assign rule = rule_q;
    end

    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [InBits-1:0] x = in_data_i[l*InBits+:InBits];
      wire invert = rule[l*RuleBits+Levels*BoundBits];
      wire [Levels-1:0] reached;

      for (genvar k = 0; k < Levels; k++) begin : gen_level
        wire [BoundBits-1:0] difference =
            {Signed && x[InBits-1], x} + rule[l*RuleBits+k*BoundBits+:BoundBits];
        assign reached[k] = !difference[InBits] ^ invert;
      end

      assign result[l*OutBits+:OutBits] = OutBits'($countones(reached));
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (result),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
