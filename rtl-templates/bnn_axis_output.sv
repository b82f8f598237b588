// bnn_axis_output -- the way out: elements become whole bytes, the last beat of a frame is marked.
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       2 beats of Lanes elements and the mark; counters of beats and vectors
//   backpressure  in_ready_o is a flip-flop
//   stream  role    payload               beats per vector      order
//   in      sink    Lanes*ElementBits     ceil(Elements/Lanes)  lane 0 first; pad lanes ignored
//   out     source  Lanes*ElementBytes*8  the same              lane 0 first; elements extended by
//                                                               sign if Signed, else by zeros;
//                                                               pad lanes zero; out_last_o with the
//                                                               last of VectorsPerFrame vectors
//   parameters  all >= 1 but Signed; ElementBytes*8 >= ElementBits
`default_nettype none

module bnn_axis_output #(
    parameter int ElementBits = 11,
    parameter bit Signed = 1,
    parameter int Elements = 10,
    parameter int Lanes = 1,
    parameter int VectorsPerFrame = 1,
    parameter int ElementBytes = (ElementBits + 7) / 8,
    parameter int OutBits = Lanes * ElementBytes * 8
) (
    input  wire                          clk_i,
    input  wire                          rst_ni,
    input  wire                          in_valid_i,
    output logic                         in_ready_o,
    input  wire  [Lanes*ElementBits-1:0] in_data_i,
    output logic                         out_valid_o,
    input  wire                          out_ready_i,
    output logic [          OutBits-1:0] out_data_o,
    output logic                         out_last_o
);
  initial begin
    if (ElementBits < 1 || ElementBytes * 8 < ElementBits)
      $fatal(1, "bnn_axis_output: %0d bytes do not hold %0d bits", ElementBytes, ElementBits);
  end

  localparam int VectorBits = (VectorsPerFrame > 1) ? $clog2(VectorsPerFrame) : 1;
  localparam int PaddingBits = ElementBytes * 8 - ElementBits;

  wire                         move = in_valid_i && in_ready_o;
  wire                         beat_is_last;
  wire                         vector_is_last;
  wire [            Lanes-1:0] lanes_used;
  wire [       VectorBits-1:0] unused_vector;
  wire [Lanes*ElementBits-1:0] elements;
  wire [Lanes*ElementBits-1:0] out_elements;

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (Lanes)
  ) u_end (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move),
      .last_o (beat_is_last),
      .lanes_o(lanes_used)
  );

  bnn_counter #(
      .Count(VectorsPerFrame)
  ) u_vector (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move && beat_is_last),
      .count_o(unused_vector),
      .last_o (vector_is_last)
  );

  bnn_stream_register #(
      .Width(Lanes * ElementBits + 1)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  ({beat_is_last && vector_is_last, elements}),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o ({out_last_o, out_elements})
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [ElementBits-1:0] element = out_elements[l*ElementBits+:ElementBits];

      assign elements[l*ElementBits+:ElementBits] =
          in_data_i[l*ElementBits+:ElementBits] & {ElementBits{lanes_used[l]}};
      assign out_data_o[l*ElementBytes*8+:ElementBits] = element;
      if (PaddingBits > 0) begin : gen_extension
        assign out_data_o[l*ElementBytes*8+ElementBits+:PaddingBits] =
            {PaddingBits{Signed && element[ElementBits-1]}};
      end
    end
  endgenerate
endmodule

`default_nettype wire
