// bnn_bit_plane -- one bit of every integer.
//   y[e] = bit Bit of x[e]
//   interval      1 cycle per beat
//   latency       1 cycle
//   storage       two output beats
//   backpressure  in_ready_o depends on state alone
//   stream  role    payload       beats  order
//   in      sink    Lanes*InBits  1      lowest element in the low bits
//   out     source  Lanes         1      the same
//   parameters  Lanes, InBits >= 1; Bit 0 .. InBits-1
`default_nettype none

module bnn_bit_plane #(
    parameter int Lanes = 4,
    parameter int InBits = 2,
    parameter int Bit = 1
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
  initial
    if (Bit < 0 || Bit >= InBits)
      $fatal(1, "bnn_bit_plane: Bit is %0d, must be less than InBits, %0d", Bit, InBits);

  wire [Lanes-1:0] bits;
  wire unused_others = &{1'b0, in_data_i};

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      assign bits[l] = in_data_i[l*InBits+Bit];
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
