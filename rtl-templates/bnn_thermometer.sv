// bnn_thermometer -- turns every pixel into several bits, one for each level.
//   bit = (pixel >= T[i])   i = 0 .. Levels-1
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       Levels words of PixelBits+1 bits as constants: -T[i] in two's complement;
//                 2 output beats
//   backpressure  in_ready_o is a flip-flop
//   stream  role    payload          beats per vector      order
//   in      sink    Lanes*PixelBits  ceil(Elements/Lanes)  lane 0 first; pad lanes ignored
//   out     source  Lanes*Levels     the same              bit l*Levels+i is level i of lane l;
//                                                          those of pad lanes zero
//   parameters  all >= 1; Signed: pixels in two's complement; T from the smallest pixel to the
//               largest + 1
`default_nettype none

module bnn_thermometer #(
    parameter int Lanes = 3,
    parameter int Elements = 3,
    parameter int PixelBits = 8,
    parameter bit Signed = 0,
    parameter int Levels = 4,
    parameter     File = ""
) (
    input  wire                        clk_i,
    input  wire                        rst_ni,
    input  wire                        in_valid_i,
    output logic                       in_ready_o,
    input  wire  [Lanes*PixelBits-1:0] in_data_i,
    output logic                       out_valid_o,
    input  wire                        out_ready_i,
    output logic [   Lanes*Levels-1:0] out_data_o
);
  initial if (Levels < 1) $fatal(1, "bnn_thermometer: Levels is %0d, must be at least 1", Levels);

  // A constant to synthesis, through a register for Icarus, as in bnn_mvu.
  logic [PixelBits:0] levels[0:Levels-1];
  logic [Levels*(PixelBits+1)-1:0] levels_q;

  wire [Lanes-1:0] lanes_used;
  wire [Lanes*Levels-1:0] bits;
  wire unused_last;

  initial if (File != "") $readmemh(File, levels);

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
    for (genvar i = 0; i < Levels; i++) begin : gen_level
      always_ff @(posedge clk_i) levels_q[i*(PixelBits+1)+:PixelBits+1] <= levels[i];

      for (genvar l = 0; l < Lanes; l++) begin : gen_lane
        wire [PixelBits-1:0] pixel = in_data_i[l*PixelBits+:PixelBits];
        wire [PixelBits:0] difference =
            {Signed && pixel[PixelBits-1], pixel} + levels_q[i*(PixelBits+1)+:PixelBits+1];
        wire unused_low = &{1'b0, difference[PixelBits-1:0]};
        assign bits[l*Levels+i] = !difference[PixelBits] && lanes_used[l];
      end
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * Levels)
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
