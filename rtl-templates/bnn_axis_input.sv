// bnn_axis_input -- the way in: AXI4-Stream data in whole bytes becomes a stream of elements.
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       2 beats of Lanes elements; a beat counter if Lanes does not divide Elements
//   backpressure  in_ready_o is a flip-flop
//   stream  role    payload                       beats per vector      order
//   in      sink    Lanes*ElementBits, to bytes   ceil(Elements/Lanes)  lane 0 first, without gaps;
//                                                                       pad bits, lanes ignored
//   out     source  Lanes*ElementBits             the same              lane 0 first, pad lanes 0
//   parameters  ElementBits, Lanes, Elements >= 1
`default_nettype none

module bnn_axis_input #(
    parameter int ElementBits = 8,
    parameter int Lanes = 3,
    parameter int Elements = 3,
    parameter int InBits = (Lanes * ElementBits + 7) / 8 * 8,
    parameter int OutBits = Lanes * ElementBits
) (
    input  wire                clk_i,
    input  wire                rst_ni,
    input  wire                in_valid_i,
    output logic               in_ready_o,
    input  wire  [ InBits-1:0] in_data_i,
    output logic               out_valid_o,
    input  wire                out_ready_i,
    output logic [OutBits-1:0] out_data_o
);
  initial if (ElementBits < 1) $fatal(1, "bnn_axis_input: ElementBits must be at least 1");

  wire [  Lanes-1:0] lanes_used;
  wire [OutBits-1:0] elements;
  wire               unused_last;
  wire               unused_padding = ^in_data_i;

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (Lanes)
  ) u_end (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (in_valid_i && in_ready_o),
      .last_o (unused_last),
      .lanes_o(lanes_used)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      assign elements[l*ElementBits+:ElementBits] =
          in_data_i[l*ElementBits+:ElementBits] & {ElementBits{lanes_used[l]}};
    end
  endgenerate

  bnn_stream_register #(
      .Width(OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (elements),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
