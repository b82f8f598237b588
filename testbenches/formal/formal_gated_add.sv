// formal_gated_add -- of every vector of a and b the sums come out where a reaches the thresholds
// of rules.hex, else a.
`default_nettype none

module formal_gated_add #(
    parameter int Elements = 2,
    parameter int Lanes = 1,
    parameter int ABits = 2,
    parameter int BBits = 2,
    parameter bit ASigned = 1,
    parameter bit BSigned = 1,
    parameter int OutBits = 3,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire [1:0] in_valid_i,
    input wire [Lanes*(ABits+BBits)-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int Beats = Elements / Lanes;
  localparam int RuleBits = ABits + 2;

  (* anyconst *) logic [Elements*ABits-1:0] a;
  (* anyconst *) logic [Elements*BBits-1:0] b;
  logic [Elements*OutBits-1:0] expected;
  logic rst_n = 1'b0;
  wire [1:0] in_ready;
  wire out_valid;
  wire [Lanes*OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  logic [Lanes*RuleBits-1:0] rules[0:Beats-1];

  initial $readmemh("rules.hex", rules);

  always_comb begin
    for (int e = 0; e < Elements; e = e + 1) begin : elements
      logic [RuleBits-1:0] rule;
      integer x, y, bound;
      rule = rules[e/Lanes][e%Lanes*RuleBits+:RuleBits];
      bound = -$signed(rule[ABits:0]);
      // A choice between the two would make both unsigned.
      if (ASigned) x = $signed(a[e*ABits+:ABits]);
      else x = a[e*ABits+:ABits];
      if (BBits == 1) y = b[e] ? 1 : -1;
      else if (BSigned) y = $signed(b[e*BBits+:BBits]);
      else y = b[e*BBits+:BBits];
      expected[e*OutBits+:OutBits] = (x >= bound) != rule[ABits+1] ? x + y : x;
    end
  end

  bnn_gated_add #(
      .Elements(Elements),
      .Lanes   (Lanes),
      .ABits   (ABits),
      .BBits   (BBits),
      .ASigned (ASigned),
      .BSigned (BSigned),
      .OutBits (OutBits),
      .File    ("rules.hex")
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

  formal_join #(
      .ABits   (Lanes * ABits),
      .ABeats  (Beats),
      .BBits   (Lanes * BBits),
      .BBeats  (Beats),
      .OutBits (Lanes * OutBits),
      .OutBeats(Beats),
      .MaxHeld (MaxHeld)
  ) u_join (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_a_i (a),
      .vector_b_i (b),
      .expected_i (expected)
  );

  always_comb begin
    if (rst_n) begin
      assert ((in_valid_i[0] && in_ready[0]) == (in_valid_i[1] && in_ready[1]));
    end
  end
endmodule

`default_nettype wire
