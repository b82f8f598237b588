// formal_concat -- every vector of a comes out, then that of b; pad lanes come as they are. A unit
// that shows nothing is ready for the stream whose turn it is, even while the other is not valid.
`default_nettype none

module formal_concat #(
    parameter int Lanes = 2,
    parameter int ElementsA = 2,
    parameter int ElementsB = 3,
    parameter int ABits = 1,
    parameter int BBits = 1,
    parameter bit ASigned = 0,
    parameter bit BSigned = 0,
    parameter int OutBits = 1,
    parameter int MaxHeld = 2
) (
    input wire clk_i,
    input wire [1:0] in_valid_i,
    input wire [Lanes*(ABits+BBits)-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int ABeats = ElementsA / Lanes;
  localparam int BBeats = (ElementsB + Lanes - 1) / Lanes;
  localparam int BLanes = BBeats * Lanes;

  (* anyconst *) logic [ElementsA*ABits-1:0] a;
  (* anyconst *) logic [BLanes*BBits-1:0] b;
  logic [(ElementsA+BLanes)*OutBits-1:0] expected;
  logic rst_n = 1'b0;
  wire [1:0] in_ready;
  wire out_valid;
  wire [Lanes*OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  // Above its own bits an element has zeros or copies of its sign.
  always_comb begin
    expected = '0;
    for (int e = 0; e < ElementsA; e = e + 1)
      for (int i = 0; i < OutBits; i = i + 1)
        if (i < ABits || ASigned)
          expected[e*OutBits+i] = a[e*ABits+(i < ABits ? i : ABits - 1)];
    for (int e = 0; e < BLanes; e = e + 1)
      for (int i = 0; i < OutBits; i = i + 1)
        if (i < BBits || BSigned)
          expected[(ElementsA+e)*OutBits+i] = b[e*BBits+(i < BBits ? i : BBits - 1)];
  end

  bnn_concat #(
      .Lanes    (Lanes),
      .ElementsA(ElementsA),
      .ElementsB(ElementsB),
      .ABits    (ABits),
      .BBits    (BBits),
      .ASigned  (ASigned),
      .BSigned  (BSigned),
      .OutBits  (OutBits)
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
      .ABeats  (ABeats),
      .BBits   (Lanes * BBits),
      .BBeats  (BBeats),
      .OutBits (Lanes * OutBits),
      .OutBeats(ABeats + BBeats),
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
    if (rst_n) assert (out_valid || in_ready != 0);
  end
endmodule

`default_nettype wire
