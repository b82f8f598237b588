// tb_stream_sink -- compares a stream with a file of hex words, one beat per line, and times it.
//   +expect=FILE  the beats
//   +stall=N      percent of the cycles with ready low, default 0
//   +seed=N       of the random stalls, default 1; every Stream has its own
//   +latency=N    cycle of the first valid out of the unit minus cycle of the first valid into it
//   +interval=N   (cycle of the last beat of the last vector - cycle of the last beat of the first)
//                 / (vectors - 1), without remainder
// Latency and interval are checked if given, and only mean something without idling and stalls.
// Errors: a wrong, missing or extra beat; valid or payload that change before the transfer; a valid
// that is X; 20000 cycles without a transfer. The sink is done after Quiet cycles of silence behind
// the last beat, with the source done.
`default_nettype none

module tb_stream_sink #(
    parameter int Width = 8,
    parameter int BeatsPerVector = 1,
    parameter int Stream = 0
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    input  wire              source_valid_i,
    input  wire              source_ready_i,
    input  wire              source_done_i,
    input  wire              in_valid_i,
    output logic             in_ready_o,
    input  wire  [Width-1:0] in_data_i,
    output bit               done_o
);
  localparam int Patience = 20000;
  localparam int Quiet = 64;

  string            path;
  int               file;
  int               stall;
  int               seed;
  int               expected_latency;
  int               expected_interval;
  bit   [     31:0] random;
  logic [Width-1:0] expected;
  bit               pending;
  logic [Width-1:0] pending_data;
  int               cycle;
  int               waited;
  int               beats;
  int               vectors;
  int               first_in;
  int               first_out;
  int               first_vector;
  int               last_vector;
  int               latency;
  int               interval;
  bit               more;

  initial begin
    if (!$value$plusargs("expect=%s", path)) $fatal(1, "tb_stream_sink: +expect=FILE is missing");
    file = $fopen(path, "r");
    if (file == 0) $fatal(1, "tb_stream_sink: cannot read '%0s'", path);
    if (!$value$plusargs("stall=%d", stall)) stall = 0;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    if (!$value$plusargs("latency=%d", expected_latency)) expected_latency = -1;
    if (!$value$plusargs("interval=%d", expected_interval)) expected_interval = -1;
    random = 32'h9e37_79b9 ^ seed ^ (Stream << 16);
    first_in = -1;
    first_out = -1;
    more = $fscanf(file, "%h", expected) == 1;
  end

  task take_beat;
    begin
      if (!more) $fatal(1, "tb_stream_sink: beat %0d is %h, expected no more", beats, in_data_i);
      if (in_data_i !== expected)
        $fatal(1, "tb_stream_sink: beat %0d is %h, expected %h", beats, in_data_i, expected);
      beats = beats + 1;
      if (beats % BeatsPerVector == 0) begin
        if (vectors == 0) first_vector = cycle;
        last_vector = cycle;
        vectors = vectors + 1;
      end
      more = $fscanf(file, "%h", expected) == 1;
    end
  endtask

  task finish;
    begin
      latency  = first_out - first_in;
      interval = (vectors > 1) ? (last_vector - first_vector) / (vectors - 1) : 0;
      if (expected_latency >= 0 && latency != expected_latency)
        $fatal(1, "tb_stream_sink: latency is %0d, expected %0d", latency, expected_latency);
      if (expected_interval >= 0 && vectors > 1
          && last_vector - first_vector != expected_interval * (vectors - 1))
        $fatal(1, "tb_stream_sink: %0d vectors took %0d cycles after the first, expected %0d each",
               vectors - 1, last_vector - first_vector, expected_interval);
      $display("stream=%0d beats=%0d latency=%0d interval=%0d", Stream, beats, latency, interval);
      done_o = 1'b1;
    end
  endtask

  always @(posedge clk_i) begin
    random = random ^ (random << 13);
    random = random ^ (random >> 17);
    random = random ^ (random << 5);
    in_ready_o <= random % 100 >= stall;
    if (rst_ni) begin
      if (in_valid_i === 1'bx) $fatal(1, "tb_stream_sink: valid is X");
      if (pending && !in_valid_i)
        $fatal(1, "tb_stream_sink: valid fell before beat %0d left", beats);
      if (pending && in_data_i !== pending_data)
        $fatal(1, "tb_stream_sink: payload of beat %0d changed before it left", beats);
      if (source_valid_i && first_in < 0) first_in = cycle;
      if (in_valid_i && first_out < 0) first_out = cycle;
      waited = waited + 1;
      if ((source_valid_i && source_ready_i) || (in_valid_i && in_ready_o)) waited = 0;
      if (in_valid_i && in_ready_o) take_beat;
      pending = in_valid_i && !in_ready_o;
      pending_data = in_data_i;
      if (!more && source_done_i && waited == Quiet) finish;
      if (waited == Patience) $fatal(1, "tb_stream_sink: no progress after beat %0d", beats);
    end
    cycle = cycle + 1;
  end
endmodule

`default_nettype wire
