// bnn_vector_end -- finds the last beat of every vector and the lanes that it uses.
//   last_o      beat ceil(Elements/Lanes)-1 of the vector is at hand
//   lanes_o     bit i: lane i of the beat at hand is an element, not a pad lane
//   storage     a beat counter; lanes_o is constant, and last_o of no cost when unused, if Lanes
//               divides Elements
//   stream      none; step_i marks the cycles in which a beat is transferred
//   parameters  Elements >= 1, Lanes >= 1
`default_nettype none

module bnn_vector_end #(
    parameter int Elements = 10,
    parameter int Lanes = 4
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    input  wire              step_i,
    output logic             last_o,
    output logic [Lanes-1:0] lanes_o
);
  initial
    if (Elements < 1 || Lanes < 1)
      $fatal(1, "bnn_vector_end: Elements and Lanes must be at least 1");

  localparam int Beats = (Elements + Lanes - 1) / Lanes;
  localparam int PadLanes = Beats * Lanes - Elements;

  wire [((Beats > 1) ? $clog2(Beats) : 1)-1:0] unused_beat;

  bnn_counter #(
      .Count(Beats)
  ) u_beat (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i),
      .count_o(unused_beat),
      .last_o (last_o)
  );

  assign lanes_o = {Lanes{1'b1}} >> (last_o ? PadLanes : 0);
endmodule

`default_nettype wire
