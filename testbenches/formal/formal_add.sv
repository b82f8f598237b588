// formal_add -- element by element, one beat of a and one of b give their sums; both are taken in
// the same cycle.
`default_nettype none

module formal_add #(
    parameter int Lanes = 1,
    parameter int ABits = 2,
    parameter int BBits = 2,
    parameter bit ASigned = 1,
    parameter bit BSigned = 1,
    parameter int OutBits = 3
) (
    input wire clk_i,
    input wire [1:0] in_valid_i,
    input wire [Lanes*(ABits+BBits)-1:0] in_data_i,
    input wire out_ready_i
);
  (* anyconst *) logic [Lanes*ABits-1:0] a;
  (* anyconst *) logic [Lanes*BBits-1:0] b;
  logic [Lanes*OutBits-1:0] expected;
  logic rst_n = 1'b0;
  wire [1:0] in_ready;
  wire out_valid;
  wire [Lanes*OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  // A bit is +1 or -1. The top bit of two's complement counts below zero.
  always_comb begin
    for (int lane = 0; lane < Lanes; lane = lane + 1) begin : lanes
      integer sum;
      sum = (ABits == 1 ? -1 : 0) + (BBits == 1 ? -1 : 0);
      for (int i = 0; i < ABits; i = i + 1)
        if (a[lane*ABits+i])
          sum = sum + (ABits == 1 ? 2 : ASigned && i == ABits - 1 ? -(1 << i) : 1 << i);
      for (int i = 0; i < BBits; i = i + 1)
        if (b[lane*BBits+i])
          sum = sum + (BBits == 1 ? 2 : BSigned && i == BBits - 1 ? -(1 << i) : 1 << i);
      expected[lane*OutBits+:OutBits] = sum;
    end
  end

  bnn_add #(
      .Lanes  (Lanes),
      .ABits  (ABits),
      .BBits  (BBits),
      .ASigned(ASigned),
      .BSigned(BSigned),
      .OutBits(OutBits)
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
      .ABits  (Lanes * ABits),
      .BBits  (Lanes * BBits),
      .OutBits(Lanes * OutBits)
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
