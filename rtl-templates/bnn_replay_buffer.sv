// bnn_replay_buffer -- emits every vector Replays times, back to back.
//   interval      Words*Replays cycles per vector
//   latency       1 cycle: a word that came in cycle t can leave in cycle t+1
//   storage       two vectors in LUT-RAM at {slot, index}: one is written, the other replayed
//   backpressure  in_ready_o is a flip-flop: low while two whole vectors are held
//   stream  role    payload  beats per vector  order
//   in      sink    Width    Words
//   out     source  Width    Words*Replays     the whole vector, again and again
//   parameters  Width >= 1, Words >= 1, Replays >= 2
`default_nettype none

module bnn_replay_buffer #(
    parameter int Width = 8,
    parameter int Words = 4,
    parameter int Replays = 2
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
  initial begin
    if (Width < 1 || Words < 1) $fatal(1, "bnn_replay_buffer: Width and Words must be at least 1");
    if (Replays < 2) $fatal(1, "bnn_replay_buffer: Replays is %0d, must be at least 2", Replays);
  end

  localparam int IndexBits = (Words > 1) ? $clog2(Words) : 1;

  (* ram_style = "distributed" *) logic [Width-1:0] memory[0:2*2**IndexBits-1];

  wire push = in_valid_i && in_ready_o;
  wire pop = out_valid_o && out_ready_i;
  wire [IndexBits-1:0] write_index;
  wire [IndexBits-1:0] read_index;
  wire [$clog2(Replays)-1:0] unused_pass;
  wire write_is_last;
  wire read_is_last;
  wire pass_is_last;

  bnn_counter #(
      .Count(Words)
  ) u_write (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (push),
      .count_o(write_index),
      .last_o (write_is_last)
  );

  bnn_counter #(
      .Count(Words)
  ) u_read (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (pop),
      .count_o(read_index),
      .last_o (read_is_last)
  );

  bnn_counter #(
      .Count(Replays)
  ) u_pass (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (pop && read_is_last),
      .count_o(unused_pass),
      .last_o (pass_is_last)
  );

  // Different slots: one whole vector is held. Equal slots: two if full_q, otherwise none, and the
  // first pass follows the writer.
  logic write_slot_q;
  logic read_slot_q;
  logic full_q;
  wire  vector_written = push && write_is_last;
  wire  vector_done = pop && read_is_last && pass_is_last;
  wire  slots_differ = write_slot_q != read_slot_q;

  assign in_ready_o  = !full_q;
  assign out_valid_o = full_q || slots_differ || (write_index != read_index);
  assign out_data_o  = memory[{read_slot_q, read_index}];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      write_slot_q <= 1'b0;
      read_slot_q  <= 1'b0;
      full_q       <= 1'b0;
    end else begin
      if (vector_written) write_slot_q <= !write_slot_q;
      if (vector_done) read_slot_q <= !read_slot_q;
      full_q <= !vector_done && (full_q || (vector_written && slots_differ));
    end
  end

  always_ff @(posedge clk_i) begin
    if (push) memory[{write_slot_q, write_index}] <= in_data_i;
  end
endmodule

`default_nettype wire
