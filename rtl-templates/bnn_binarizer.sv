// bnn_binarizer -- turns pixels into bits.
//   bit = (pixel >= Threshold)
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       2 output beats
//   backpressure  in_ready_o is a flip-flop
//   stream  role    payload          beats per vector        order
//   in      sink    Lanes*PixelBits  ceil(Elements/Lanes)    lane 0 first; pad lanes ignored
//   out     source  Lanes            the same                lane 0 first; pad lanes zero
//   parameters  Lanes, Elements >= 1, 1 <= PixelBits <= 31; pixels: two's complement if Signed
`default_nettype none

module bnn_binarizer #(
    parameter int Lanes = 8,
    parameter int Elements = 784,
    parameter int PixelBits = 8,
    parameter bit Signed = 0,
    parameter int Threshold = 128
) (
    input  wire                        clk_i,
    input  wire                        rst_ni,
    input  wire                        in_valid_i,
    output logic                       in_ready_o,
    input  wire  [Lanes*PixelBits-1:0] in_data_i,
    output logic                       out_valid_o,
    input  wire                        out_ready_i,
    output logic [          Lanes-1:0] out_data_o
);
  initial begin
    if (PixelBits < 1 || PixelBits > 31)
      $fatal(1, "bnn_binarizer: PixelBits is %0d, must be 1 to 31", PixelBits);
  end

  wire [Lanes-1:0] lanes_used;
  wire [Lanes-1:0] bits;
  wire             unused_last;

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
      wire        [PixelBits-1:0] pixel = in_data_i[l*PixelBits+:PixelBits];
      wire                        negative = Signed && pixel[PixelBits-1];
      wire signed [         31:0] value = {{(32 - PixelBits) {negative}}, pixel};

      assign bits[l] = (value >= Threshold) && lanes_used[l];
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (bits),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
