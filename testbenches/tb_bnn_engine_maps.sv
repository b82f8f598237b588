// tb_bnn_engine_maps -- the first input is words of the input map; a word of the second is a cycle
// {map_done, from_input, from_odd, is_inside, padding, read address, lanes, write, to_odd, write
// address, write banks, write data}, in which a word is always read. An expected word is x.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_engine_maps #(
    parameter int Pe = 8,
    parameter int Simd = 32,
    parameter int InWords = 16,
    parameter int EvenWords = 16,
    parameter int OddWords = 1,
    parameter int MapBits = 4,
    parameter int FrameBeats = 1
);
  localparam int Banks = Simd / Pe;
  localparam int CycleBits = 7 + 2 * MapBits + Simd + Banks + Pe;

  wire clk;
  wire rst_n;
  wire [1:0] source_valid;
  wire in_ready;
  wire [Simd-1:0] in_data;
  wire sink_ready;
  wire [Simd-1:0] x;
  wire map_ready;
  wire done;
  wire from_input;
  wire from_odd;
  wire is_inside;
  wire padding;
  wire [MapBits-1:0] read_address;
  wire [Simd-1:0] lanes;
  wire write;
  wire to_odd;
  wire [MapBits-1:0] write_address;
  wire [Banks-1:0] write_banks;
  wire [Pe-1:0] write_data;

  // The words that were read and x_o as two stages of a stream.
  logic late_valid_q;
  logic valid_q;
  wire enable = sink_ready || !valid_q;
  wire take = source_valid[1] && enable && (map_ready || !from_input);

  always @(posedge clk) begin
    if (!rst_n) begin
      late_valid_q <= 1'b0;
      valid_q <= 1'b0;
    end else if (enable) begin
      late_valid_q <= take;
      valid_q <= late_valid_q;
    end
    if (rst_n && map_ready === in_ready)
      $fatal(1, "tb_bnn_engine_maps: in_ready is %b, map_ready %b", in_ready, map_ready);
  end

  bnn_engine_maps #(
      .Pe       (Pe),
      .Simd     (Simd),
      .InWords  (InWords),
      .EvenWords(EvenWords),
      .OddWords (OddWords),
      .MapBits  (MapBits)
  ) u_dut (
      .clk_i          (clk),
      .rst_ni         (rst_n),
      .enable_i       (enable),
      .in_valid_i     (source_valid[0]),
      .in_ready_o     (in_ready),
      .in_data_i      (in_data),
      .map_ready_o    (map_ready),
      .map_done_i     (take && done),
      .read_i         (take),
      .from_input_i   (from_input),
      .from_odd_i     (from_odd),
      .is_inside_i    (is_inside),
      .padding_i      (padding),
      .read_address_i (read_address),
      .lanes_i        (lanes),
      .x_o            (x),
      .write_i        (take && write),
      .to_odd_i       (to_odd),
      .write_address_i(write_address),
      .write_banks_i  (write_banks),
      .write_data_i   (write_data)
  );

  tb_bench #(
      .InBits        (Simd + CycleBits),
      .OutBits       (Simd),
      .BeatsPerVector(FrameBeats),
      .Sources       (2),
      .FirstBits     (Simd)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i({take, in_ready}),
      .source_data_o ({done, from_input, from_odd, is_inside, padding, read_address, lanes, write,
                       to_odd, write_address, write_banks, write_data, in_data}),
      .sink_valid_i  (valid_q),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (x)
  );
endmodule

`default_nettype wire
