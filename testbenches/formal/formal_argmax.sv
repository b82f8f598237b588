// formal_argmax -- one index per vector, that of the first maximum.
`default_nettype none

module formal_argmax #(
    parameter int Elements = 3,
    parameter int Lanes = 2,
    parameter int ElementBits = 2,
    parameter int IndexBits = 2,
    parameter int MaxHeld = 3
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InBits-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InBits = Lanes * ElementBits;
  localparam int InBeats = (Elements + Lanes - 1) / Lanes;

  (* anyconst *) logic [InBits*InBeats-1:0] vector;
  logic [IndexBits-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [IndexBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  // Element e is the first maximum: above all before it, not below any behind it.
  always_comb begin
    expected = '0;
    for (int e = 0; e < Elements; e = e + 1) begin : candidates
      logic wins;
      wins = 1'b1;
      for (int other = 0; other < Elements; other = other + 1) begin
        if ($signed(vector[e*ElementBits+:ElementBits]) <
            $signed(vector[other*ElementBits+:ElementBits])) wins = 1'b0;
        if (other < e && vector[e*ElementBits+:ElementBits] ==
            vector[other*ElementBits+:ElementBits]) wins = 1'b0;
      end
      if (wins) expected = IndexBits'(e);
    end
  end

  bnn_argmax #(
      .Elements   (Elements),
      .Lanes      (Lanes),
      .ElementBits(ElementBits),
      .IndexBits  (IndexBits)
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
      .InBeats (InBeats),
      .OutBits (IndexBits),
      .OutBeats(1),
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
