// tb_bnn_engine_sequence -- an input word is a word of weights that is there, an expected word what
// the sequence says in a cycle with a start value or a beat.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_engine_sequence #(
    parameter int Simd = 32,
    parameter int Banks = 2,
    parameter int Layers = 2,
    parameter int StartWords = 1,
    parameter int Stages = 0,
    parameter int MaxWords = 2,
    parameter int MaxKernelX = 3,
    parameter int MaxKernelY = 3,
    parameter int MaxPoolX = 2,
    parameter int MaxPoolY = 2,
    parameter int MaxOutX = 8,
    parameter int MaxOutY = 8,
    parameter int MaxFolds = 4,
    parameter int MapBits = 8,
    parameter int PlaceBits = 5,
    parameter     ProgramFile = "",
    parameter int FrameBeats = 1
);
  localparam int OutBits = 15 + Simd + 2 * MapBits + Banks;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire unused_source;
  wire sink_ready;
  wire enable;
  wire start;
  wire beat;
  wire emit;
  wire read;
  wire release_word;
  wire rewind;
  wire from_input;
  wire from_odd;
  wire is_inside;
  wire padding;
  wire first;
  wire last;
  wire pool_first;
  wire pool_last;
  wire is_last_layer;
  wire to_odd;
  wire map_done;
  wire [MapBits-1:0] read_address;
  wire [MapBits-1:0] write_address;
  wire [Simd-1:0] lanes;
  wire [Banks-1:0] banks;
  logic valid_q;
  logic [OutBits-1:0] data_q;
  // Of a start value only that it is one.
  wire [OutBits-1:0] said = start ? {1'b1, {(OutBits - 1) {1'b0}}}
      : {2'b01, emit, release_word && !emit, rewind && !emit, from_input, from_odd, is_inside,
         !is_inside && padding, first, last, pool_first, pool_last, is_last_layer, to_odd,
         lanes, read_address, write_address, banks};

  assign enable = sink_ready || !valid_q;

  always @(posedge clk) begin
    if (!rst_n) valid_q <= 1'b0;
    else if (enable) valid_q <= start || beat;
    if (enable) data_q <= said;
    if (rst_n && read !== ((start || beat) && !(beat && emit)))
      $fatal(1, "tb_bnn_engine_sequence: read is %b", read);
    if (rst_n && map_done && !(beat && from_input))
      $fatal(1, "tb_bnn_engine_sequence: the input map is done too early");
  end

  bnn_engine_sequence #(
      .Simd       (Simd),
      .Banks      (Banks),
      .Layers     (Layers),
      .StartWords (StartWords),
      .Stages     (Stages),
      .MaxWords   (MaxWords),
      .MaxKernelX (MaxKernelX),
      .MaxKernelY (MaxKernelY),
      .MaxPoolX   (MaxPoolX),
      .MaxPoolY   (MaxPoolY),
      .MaxOutX    (MaxOutX),
      .MaxOutY    (MaxOutY),
      .MaxFolds   (MaxFolds),
      .MapBits    (MapBits),
      .PlaceBits  (PlaceBits),
      .ProgramFile(ProgramFile)
  ) u_dut (
      .clk_i           (clk),
      .rst_ni          (rst_n),
      .enable_i        (enable),
      .map_ready_i     (1'b1),
      .map_done_o      (map_done),
      .weight_ready_i  (source_valid),
      .weight_read_o   (read),
      .weight_release_o(release_word),
      .weight_rewind_o (rewind),
      .start_o         (start),
      .beat_o          (beat),
      .emit_o          (emit),
      .from_input_o    (from_input),
      .from_odd_o      (from_odd),
      .read_address_o  (read_address),
      .is_inside_o     (is_inside),
      .padding_o       (padding),
      .lanes_o         (lanes),
      .first_o         (first),
      .last_o          (last),
      .pool_first_o    (pool_first),
      .pool_last_o     (pool_last),
      .is_last_layer_o (is_last_layer),
      .to_odd_o        (to_odd),
      .write_address_o (write_address),
      .write_banks_o   (banks)
  );

  tb_bench #(
      .InBits        (1),
      .OutBits       (OutBits),
      .BeatsPerVector(FrameBeats)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i(read),
      .source_data_o (unused_source),
      .sink_valid_i  (valid_q),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (data_q)
  );
endmodule

`default_nettype wire
