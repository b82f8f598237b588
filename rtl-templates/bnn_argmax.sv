// bnn_argmax -- the index of the first maximum of every vector.
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       ceil(Elements/Lanes) + 1 cycles: maximum of the beat, maximum so far
//   storage       the maximum of a beat and the maximum so far with their indices; two output beats
//   backpressure  stalls as a whole while the output register is full; in_ready_o is a flip-flop
//   stream  role    payload            beats per vector      order
//   in      sink    Lanes*ElementBits  ceil(Elements/Lanes)  lane 0 first; pad lanes ignored
//   out     source  IndexBits          1                     index, unsigned
//   parameters  Elements, Lanes, ElementBits >= 1; 2**IndexBits >= Elements;
//               Signed: elements in two's complement
`default_nettype none

module bnn_argmax #(
    parameter int Elements = 10,
    parameter int Lanes = 1,
    parameter int ElementBits = 11,
    parameter bit Signed = 1,
    parameter int IndexBits = 8
) (
    input  wire                          clk_i,
    input  wire                          rst_ni,
    input  wire                          in_valid_i,
    output logic                         in_ready_o,
    input  wire  [Lanes*ElementBits-1:0] in_data_i,
    output logic                         out_valid_o,
    input  wire                          out_ready_i,
    output logic [        IndexBits-1:0] out_data_o
);
  initial begin
    if (ElementBits < 1) $fatal(1, "bnn_argmax: ElementBits must be at least 1");
    if (IndexBits < 1 || $clog2(Elements) > IndexBits)
      $fatal(1, "bnn_argmax: %0d IndexBits are too few for %0d Elements", IndexBits, Elements);
  end

  localparam int Leaves = 2 ** $clog2(Lanes);
  localparam int NodeBits = IndexBits + ElementBits;
  localparam bit [ElementBits-1:0] Lowest = ElementBits'(1) << (ElementBits - 1);

  wire             enable;
  wire             last;
  wire [Lanes-1:0] lanes_used;

  assign in_ready_o = enable;

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (Lanes)
  ) u_end (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (in_valid_i && enable),
      .last_o (last),
      .lanes_o(lanes_used)
  );

  // A tree over the lanes of a beat: node n holds the winner of nodes 2n and 2n+1 as {lane, value},
  // the lanes are nodes Leaves to 2*Leaves-1. A pad lane has the lowest value: it follows every
  // element, and the first maximum wins.
  function automatic [NodeBits-1:0] winner(input [Lanes*ElementBits-1:0] elements,
                                           input [Leaves-1:0] used);
    logic [2*Leaves*NodeBits-1:0] nodes;
    nodes = '0;
    for (int l = 0; l < Leaves; l = l + 1)
      nodes[(Leaves+l)*NodeBits+:NodeBits] = {IndexBits'(l), Lowest};
    for (int l = 0; l < Lanes; l = l + 1)
      if (used[l])
        // Unsigned elements in the order of signed ones.
        nodes[(Leaves+l)*NodeBits+:ElementBits] =
            elements[l*ElementBits+:ElementBits] ^ (Signed ? '0 : Lowest);
    for (int n = Leaves - 1; n > 0; n = n - 1)
      nodes[n*NodeBits+:NodeBits] =
          ($signed(nodes[(2*n+1)*NodeBits+:ElementBits]) >
           $signed(nodes[2*n*NodeBits+:ElementBits]))
          ? nodes[(2*n+1)*NodeBits+:NodeBits] : nodes[2*n*NodeBits+:NodeBits];
    winner = nodes[NodeBits+:NodeBits];
  endfunction

  // One stage behind: the maximum of the beat against the maximum of the vector so far.
  logic                          beat_valid_q;
  logic                          beat_last_q;
  logic signed [ElementBits-1:0] beat_value_q;
  logic        [  IndexBits-1:0] beat_lane_q;
  logic        [  IndexBits-1:0] beat_base_q;
  logic signed [ElementBits-1:0] best_value_q;
  logic        [  IndexBits-1:0] best_index_q;
  wire                           better = beat_base_q == '0 || beat_value_q > best_value_q;
  wire         [  IndexBits-1:0] beat_index = beat_base_q + beat_lane_q;
  wire         [  IndexBits-1:0] best_index = better ? beat_index : best_index_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      beat_valid_q <= 1'b0;
      beat_base_q  <= '0;
    end else if (enable) begin
      beat_valid_q <= in_valid_i;
      if (beat_valid_q) beat_base_q <= beat_last_q ? '0 : beat_base_q + IndexBits'(Lanes);
    end
  end

  always_ff @(posedge clk_i) begin
    if (enable) begin
      beat_last_q <= last;
      {beat_lane_q, beat_value_q} <= winner(in_data_i, Leaves'(lanes_used));
      if (beat_valid_q && better) best_value_q <= beat_value_q;
      if (beat_valid_q) best_index_q <= best_index;
    end
  end

  bnn_stream_register #(
      .Width(IndexBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (beat_valid_q && beat_last_q),
      .in_ready_o (enable),
      .in_data_i  (best_index),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
