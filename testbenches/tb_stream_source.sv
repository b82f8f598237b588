// tb_stream_source -- plays a file of hex words, one beat per line, into a stream.
//   +in=FILE    the beats; +in_b=FILE those of a second source, Stream 1
//   +idle=N     percent of the cycles without a new beat, default 0
//   +seed=N     of the random idle cycles, default 1; every Stream has its own
// The payload is X while not valid. A ready that is X after reset is an error.
`default_nettype none

module tb_stream_source #(
    parameter int Width = 8,
    parameter int Stream = 0
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    output logic             out_valid_o,
    input  wire              out_ready_i,
    output logic [Width-1:0] out_data_o,
    output logic             done_o
);
  string            path;
  int               file;
  int               idle;
  int               seed;
  bit   [     31:0] random;
  logic [Width-1:0] word;
  bit               ended;
  bit               named;

  assign done_o = ended && !out_valid_o;

  initial begin
    if (Stream == 0) named = $value$plusargs("in=%s", path);
    else named = $value$plusargs("in_b=%s", path);
    if (!named) $fatal(1, "tb_stream_source: the file of stream %0d is missing", Stream);
    file = $fopen(path, "r");
    if (file == 0) $fatal(1, "tb_stream_source: cannot read '%0s'", path);
    if (!$value$plusargs("idle=%d", idle)) idle = 0;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    random = 32'h2545_f491 ^ seed ^ (Stream << 16);
  end

  always @(posedge clk_i) begin
    random = random ^ (random << 13);
    random = random ^ (random >> 17);
    random = random ^ (random << 5);
    if (!rst_ni) begin
      out_valid_o <= 1'b0;
      out_data_o  <= 'x;
    end else begin
      if (out_ready_i === 1'bx) $fatal(1, "tb_stream_source: ready is X");
      if (!out_valid_o || out_ready_i) begin
        out_valid_o <= 1'b0;
        out_data_o  <= 'x;
        if (!ended && random % 100 >= idle) begin
          if ($fscanf(file, "%h", word) == 1) begin
            out_valid_o <= 1'b1;
            out_data_o  <= word;
          end else ended = 1'b1;
        end
      end
    end
  end
endmodule

`default_nettype wire
