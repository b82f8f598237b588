// bnn_pixel_table -- replaces every pixel by what a table gives for it.
//   y = table[x]
//   interval      ceil(Elements/Lanes) cycles per vector
//   latency       1 cycle
//   storage       the table as logic for every lane; two output beats
//   backpressure  in_ready_o is a flip-flop
//   stream  role    payload        beats per vector      order
//   in      sink    Lanes*InBits   ceil(Elements/Lanes)  lane 0 first; pad lanes ignored
//   out     source  Lanes*OutBits  the same              lane 0 first; pad lanes zero
//   parameters  all >= 1; File: $readmemh format, 2**InBits words of OutBits bits
`default_nettype none

module bnn_pixel_table #(
    parameter int Lanes = 3,
    parameter int Elements = 3,
    parameter int InBits = 8,
    parameter int OutBits = 8,
    parameter     File = ""
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    input  wire                      in_valid_i,
    output logic                     in_ready_o,
    input  wire  [ Lanes*InBits-1:0] in_data_i,
    output logic                     out_valid_o,
    input  wire                      out_ready_i,
    output logic [Lanes*OutBits-1:0] out_data_o
);
  initial
    if (InBits < 1 || OutBits < 1)
      $fatal(1, "bnn_pixel_table: InBits and OutBits must be at least 1");

  logic [OutBits-1:0] words[0:2**InBits-1];

  initial if (File != "") $readmemh(File, words);

  wire [Lanes-1:0]         lanes_used;
  wire [Lanes*OutBits-1:0] values;
  wire                     unused_last;

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
      assign values[l*OutBits+:OutBits] =
          words[in_data_i[l*InBits+:InBits]] & {OutBits{lanes_used[l]}};
    end
  endgenerate

  bnn_stream_register #(
      .Width(Lanes * OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready_o),
      .in_data_i  (values),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
