// bnn_stream_register -- cuts every path through a stream: valid, payload and ready.
//   interval      1 cycle per beat
//   latency       1 cycle
//   storage       2 beats: the output register and a skid register
//   backpressure  in_ready_o is a flip-flop; it falls one cycle after the output stalls
//   stream  role    payload  beats
//   in      sink    Width    1
//   out     source  Width    1, the same
//   parameters  Width >= 1
`default_nettype none

module bnn_stream_register #(
    parameter int Width = 8
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
  initial if (Width < 1) $fatal(1, "bnn_stream_register: Width is %0d, must be at least 1", Width);

  // While in_ready_o is low the skid register holds the beat that came in as the output stalled.
  logic [Width-1:0] skid_q;
  wire              advance = out_ready_i || !out_valid_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      in_ready_o  <= 1'b1;
      out_valid_o <= 1'b0;
    end else begin
      in_ready_o <= advance || (in_ready_o && !in_valid_i);
      if (advance) out_valid_o <= in_valid_i || !in_ready_o;
    end
  end

  always_ff @(posedge clk_i) begin
    if (in_ready_o) skid_q <= in_data_i;
    if (advance) out_data_o <= in_ready_o ? in_data_i : skid_q;
  end
endmodule

`default_nettype wire
