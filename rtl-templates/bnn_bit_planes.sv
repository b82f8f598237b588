// bnn_bit_planes -- takes the integers of a beat apart: one beat for each bit, the highest first.
//   interval      InBits cycles per input beat
//   latency       1 cycle
//   storage       that of a bnn_width_converter from Lanes*InBits bits
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload       beats
//   in      sink    Lanes*InBits  one
//   out     source  Lanes         InBits for one in, bit l from lane l
//   parameters  Lanes >= 1, InBits >= 2
`default_nettype none

module bnn_bit_planes #(
    parameter int Lanes = 4,
    parameter int InBits = 8
) (
    input  wire                    clk_i,
    input  wire                    rst_ni,
    input  wire                    in_valid_i,
    output wire                    in_ready_o,
    input  wire [Lanes*InBits-1:0] in_data_i,
    output wire                    out_valid_o,
    input  wire                    out_ready_i,
    output wire [       Lanes-1:0] out_data_o
);
  initial if (InBits < 2) $fatal(1, "bnn_bit_planes: InBits is %0d, must be at least 2", InBits);

  wire [Lanes*InBits-1:0] planes;

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      for (genvar b = 0; b < InBits; b++) begin : gen_bit
        assign planes[(InBits-1-b)*Lanes+l] = in_data_i[l*InBits+b];
      end
    end
  endgenerate

  bnn_width_converter #(
      .ElementBits(Lanes),
      .Elements   (InBits),
      .InLanes    (InBits),
      .OutLanes   (1)
  ) u_converter (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (planes),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
