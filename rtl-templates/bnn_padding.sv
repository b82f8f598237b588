// bnn_padding -- puts pixels of a fixed value around a feature map.
//   Value         0: all bits 0; 1: all bits 1; 2: all bits 1 where x + y of the padded map is odd,
//                 else 0; 3: the least signed number; pad lanes of a pixel's last word are 0 always
//   interval      (Top+InHeight+Bottom) * (Left+InWidth+Right) * W cycles per frame,
//                 W = ceil(Elements/Lanes) words per pixel
//   latency       1 cycle; the first frame's upper border leaves before its first pixel is needed
//   storage       2 output beats; counters of words, columns, rows
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload            beats per frame     order
//   in      sink    Lanes*ElementBits  InHeight*InWidth*W  raster, words in order
//   out     source  Lanes*ElementBits  see interval        the same
//   parameters  InWidth, InHeight, ElementBits, Elements, Lanes >= 1; the sides >= 0
`default_nettype none

module bnn_padding #(
    parameter int ElementBits = 1,
    parameter int Elements = 64,
    parameter int Lanes = 32,
    parameter int InWidth = 8,
    parameter int InHeight = 8,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Value = 0,
    parameter int Width = Lanes * ElementBits
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    input  wire              in_valid_i,
    output logic             in_ready_o,
    input  wire  [Width-1:0] in_data_i,
    output logic             out_valid_o,
    input  wire              out_ready_i,
    output logic [Width-1:0] out_data_o
);
  localparam int OutWidth = Left + InWidth + Right;
  localparam int OutHeight = Top + InHeight + Bottom;
  localparam int XBits = (OutWidth > 1) ? $clog2(OutWidth) : 1;
  localparam int YBits = (OutHeight > 1) ? $clog2(OutHeight) : 1;

  initial begin
    if (Top < 0 || Bottom < 0 || Left < 0 || Right < 0)
      $fatal(1, "bnn_padding: Top, Bottom, Left and Right must not be negative");
    if (Value < 0 || Value > 3) $fatal(1, "bnn_padding: Value is %0d, must be 0 to 3", Value);
  end

  wire             ready;
  wire [XBits-1:0] x;
  wire [YBits-1:0] y;
  wire signed [31:0] column = 32'(x);
  wire signed [31:0] row = 32'(y);
  wire             word_is_last;
  wire             x_is_last;
  wire             unused_y_last;
  wire [Lanes-1:0] lanes_used;
  wire             is_inside = column >= Left && column < Left + InWidth &&
                               row >= Top && row < Top + InHeight;
  wire             valid = !is_inside || in_valid_i;
  wire             move = valid && ready;
  wire             value = (Value == 1) || (Value == 2 && (x[0] ^ y[0]));
  // The highest bit of an element, and the others.
  wire [ElementBits-1:0] element =
      {ElementBits{value}} | (ElementBits'(Value == 3) << (ElementBits - 1));
  wire [Width-1:0] border;

  assign in_ready_o = is_inside && ready;

  bnn_vector_end #(
      .Elements(Elements),
      .Lanes   (Lanes)
  ) u_word (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move),
      .last_o (word_is_last),
      .lanes_o(lanes_used)
  );

  bnn_counter #(
      .Count(OutWidth)
  ) u_x (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move && word_is_last),
      .count_o(x),
      .last_o (x_is_last)
  );

  bnn_counter #(
      .Count(OutHeight)
  ) u_y (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (move && word_is_last && x_is_last),
      .count_o(y),
      .last_o (unused_y_last)
  );

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      assign border[l*ElementBits+:ElementBits] = {ElementBits{lanes_used[l]}} & element;
    end
  endgenerate

  bnn_stream_register #(
      .Width(Width)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (valid),
      .in_ready_o (ready),
      .in_data_i  (is_inside ? in_data_i : border),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
