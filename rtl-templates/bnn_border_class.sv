// bnn_border_class -- tells which part of the map's border an output pixel belongs to.
//   class_o = vertical * (Left + 1 + Right) + horizontal, where the Left first columns and the
//             Right last ones are classes of their own and those between are one class:
//             horizontal = x, Left, or Left + 1 + x - (OutWidth - Right); likewise vertical
//   storage      counters of columns and rows
//   stream       none; the next pixel's class follows one cycle after step_i
//   parameters   OutWidth >= Left + Right, OutHeight >= Top + Bottom, all >= 0, sizes >= 1
`default_nettype none

module bnn_border_class #(
    parameter int OutWidth = 4,
    parameter int OutHeight = 4,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Classes = (Left + 1 + Right) * (Top + 1 + Bottom),
    parameter int ClassBits = (Classes > 1) ? $clog2(Classes) : 1
) (
    input  wire                  clk_i,
    input  wire                  rst_ni,
    input  wire                  step_i,
    output logic [ClassBits-1:0] class_o
);
  initial begin
    if (Left + Right > OutWidth || Top + Bottom > OutHeight)
      $fatal(1, "bnn_border_class: the borders overlap in %0dx%0d pixels", OutHeight, OutWidth);
  end

  wire [((OutWidth > 1) ? $clog2(OutWidth) : 1)-1:0] x;
  wire [((OutHeight > 1) ? $clog2(OutHeight) : 1)-1:0] y;
  wire x_is_last;
  wire unused_y_last;
  logic [31:0] horizontal;
  logic [31:0] vertical;

  bnn_counter #(
      .Count(OutWidth)
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

  wire signed [31:0] column = 32'(x);
  wire signed [31:0] row = 32'(y);

  always_comb begin
    horizontal = Left;
    if (column < Left) horizontal = column;
    else if (column >= OutWidth - Right) horizontal = column + (Left + 1 - (OutWidth - Right));
    vertical = Top;
    if (row < Top) vertical = row;
    else if (row >= OutHeight - Bottom) vertical = row + (Top + 1 - (OutHeight - Bottom));
  end

  assign class_o = ClassBits'(vertical * (Left + 1 + Right) + horizontal);
endmodule

`default_nettype wire
