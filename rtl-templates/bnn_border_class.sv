// bnn_border_class -- tells which part of the map's border output pixels belong to.
//   class = vertical * (Left + 1 + Right) + horizontal, where the Left first columns and the
//           Right last ones are classes of their own and those between are one class:
//           horizontal = x, Left, or Left + 1 + x - (OutWidth - Right); likewise vertical
//   class_o = the classes of Pixels neighbouring pixels, the first in the low bits
//   storage      counters of steps, OutWidth/Pixels to a row, and of rows
//   stream       none; the next pixels' classes follow one cycle after step_i
//   parameters   OutWidth >= Left + Right, OutHeight >= Top + Bottom, all >= 0, sizes >= 1;
//                Pixels >= 1 divides OutWidth
`default_nettype none

module bnn_border_class #(
    parameter int OutWidth = 4,
    parameter int OutHeight = 4,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Pixels = 1,
    parameter int Classes = (Left + 1 + Right) * (Top + 1 + Bottom),
    parameter int ClassBits = (Classes > 1) ? $clog2(Classes) : 1
) (
    input  wire                         clk_i,
    input  wire                         rst_ni,
    input  wire                         step_i,
    output logic [Pixels*ClassBits-1:0] class_o
);
  initial begin
    if (Left + Right > OutWidth || Top + Bottom > OutHeight)
      $fatal(1, "bnn_border_class: the borders overlap in %0dx%0d pixels", OutHeight, OutWidth);
    if (Pixels < 1 || OutWidth % Pixels != 0)
      $fatal(1, "bnn_border_class: %0d Pixels do not divide OutWidth, %0d", Pixels, OutWidth);
  end

  localparam int Steps = OutWidth / Pixels;

  wire [((Steps > 1) ? $clog2(Steps) : 1)-1:0] x;
  wire [((OutHeight > 1) ? $clog2(OutHeight) : 1)-1:0] y;
  wire x_is_last;
  wire unused_y_last;
  logic [31:0] vertical;

  bnn_counter #(
      .Count(Steps)
  ) u_x (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i),
      .count_o(x),
      .last_o (x_is_last)
  );

  bnn_counter #(
      .Count(OutHeight)
  ) u_y (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i && x_is_last),
      .count_o(y),
      .last_o (unused_y_last)
  );

  wire signed [31:0] step = 32'(x);
  wire signed [31:0] row = 32'(y);

  always_comb begin
    vertical = Top;
    if (row < Top) vertical = row;
    else if (row >= OutHeight - Bottom) vertical = row + (Top + 1 - (OutHeight - Bottom));
  end

  generate
    for (genvar q = 0; q < Pixels; q++) begin : gen_pixel
      // The first and the last steps that bring pixel q to a border, none of most pixels.
      localparam int LeftSteps = (Left > q) ? (Left - q + Pixels - 1) / Pixels : 0;
      localparam int RightSteps = (Right > Pixels - 1 - q) ? (Right + q) / Pixels : 0;
      logic [31:0] horizontal;

      always_comb begin
        horizontal = Left;
        if (step < LeftSteps) horizontal = step * Pixels + q;
        else if (RightSteps > 0 && step >= Steps - RightSteps)
          horizontal = step * Pixels + (q + Left + 1 - (OutWidth - Right));
      end

      assign class_o[q*ClassBits+:ClassBits] =
          ClassBits'(vertical * (Left + 1 + Right) + horizontal);
    end
  endgenerate
endmodule

`default_nettype wire
