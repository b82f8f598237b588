// bnn_engine_sequence -- what bnn_engine does in each cycle: nested loops over a program of layers.
//   loops, outermost first: frame, layer, neuron fold, output row and column, pool row and column,
//   kernel row and column, channel word. One turn of the innermost loop is a beat.
//   phases of a neuron fold: prepare, Stages+2 cycles; start, StartWords words of weights that
//   are start values; run, a beat per cycle. A cycle without what it needs is repeated: enable_i,
//   a word of weights, or the first layer's map. A layer that emits has one fold and no weights.
//   interval      beats + folds * (Stages + 2 + StartWords) cycles per frame, without waiting
//   latency       0 from the state to the outputs
//   storage       the program in LUTs; counters, place, addresses
//   program       for each layer a word of ProgramBits bits, from the low end: turns - 1 of the
//                 loops, the innermost first, and of the folds; with place = {address, x, y} of the
//                 input map: the steps of the address where loop 1 .. 6 turns (1 where only loop 0
//                 does), those of x, those of y; place of the first beat; the map's width and
//                 height; words per output pixel; whether padding's bit changes like a chess-board,
//                 its value where x + y is even; whether the layer emits; which lanes of a pixel's
//                 last word are used
//   parameters  Max...: the most turns of each loop; PlaceBits: of x and y in two's complement,
//               MapBits of addresses; Banks: parts of a word that are written alone
`default_nettype none

module bnn_engine_sequence #(
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
    parameter     ProgramFile = ""
) (
    input  wire                clk_i,
    input  wire                rst_ni,
    input  wire                enable_i,
    input  wire                map_ready_i,
    output wire                map_done_o,
    input  wire                weight_ready_i,
    output wire                weight_read_o,
    output wire                weight_release_o,
    output wire                weight_rewind_o,
    output wire                start_o,
    output wire                beat_o,
    output wire                emit_o,
    output wire                from_input_o,
    output wire                from_odd_o,
    output wire [ MapBits-1:0] read_address_o,
    output wire                is_inside_o,
    output wire                padding_o,
    output wire [    Simd-1:0] lanes_o,
    output wire                first_o,
    output wire                last_o,
    output wire                pool_first_o,
    output wire                pool_last_o,
    output wire                is_last_layer_o,
    output wire                to_odd_o,
    output wire [ MapBits-1:0] write_address_o,
    output wire [   Banks-1:0] write_banks_o
);
  function automatic int index_bits(input int count);
    index_bits = (count > 1) ? $clog2(count) : 1;
  endfunction

  localparam int Loops = 7;
  localparam int FoldLoop = 7;
  localparam bit [(Loops+1)*32-1:0] Turns =
      256'(MaxWords) | (256'(MaxKernelX) << 1 * 32) | (256'(MaxKernelY) << 2 * 32)
      | (256'(MaxPoolX) << 3 * 32) | (256'(MaxPoolY) << 4 * 32) | (256'(MaxOutX) << 5 * 32)
      | (256'(MaxOutY) << 6 * 32) | (256'(MaxFolds) << 7 * 32);

  // Where the turns of loop l begin in the program word.
  function automatic int turns_at(input int l);
    turns_at = 0;
    for (int i = 0; i < l; i = i + 1)
      turns_at = turns_at + ((Turns[i*32+:32] > 1) ? $clog2(Turns[i*32+:32]) : 1);
  endfunction

  localparam int AddressStepsAt = turns_at(Loops + 1);
  localparam int XStepsAt = AddressStepsAt + (Loops - 1) * MapBits;
  localparam int YStepsAt = XStepsAt + (Loops - 1) * PlaceBits;
  localparam int OriginAt = YStepsAt + (Loops - 1) * PlaceBits;
  localparam int SizeAt = OriginAt + MapBits + 2 * PlaceBits;
  localparam int PixelWordsAt = SizeAt + 2 * PlaceBits;
  localparam int FlagsAt = PixelWordsAt + MapBits;
  localparam int LanesAt = FlagsAt + 3;
  localparam int ProgramBits = LanesAt + Simd;
  localparam int LayerBits = index_bits(Layers);
  localparam int WaitCycles = Stages + 2;
  localparam int Places = 1 << PlaceBits;

  initial begin
    if (Simd < 1 || Banks < 1 || Simd % Banks != 0)
      $fatal(1, "bnn_engine_sequence: Banks, %0d, must divide Simd, %0d", Banks, Simd);
    if (Layers < 1 || StartWords < 1 || Stages < 0)
      $fatal(1, "bnn_engine_sequence: Layers, StartWords must be at least 1, Stages at least 0");
    if (MaxWords < 1 || MaxKernelX < 1 || MaxKernelY < 1 || MaxPoolX < 1 || MaxPoolY < 1
        || MaxOutX < 1 || MaxOutY < 1 || MaxFolds < 1)
      $fatal(1, "bnn_engine_sequence: the most turns of a loop must be at least 1");
    if (MapBits < 1 || PlaceBits < 1 || PlaceBits > 30)
      $fatal(1, "bnn_engine_sequence: MapBits is %0d, PlaceBits %0d: at least 1, at most 30",
             MapBits, PlaceBits);
    if (MaxKernelX > Places || MaxKernelY > Places || MaxOutX > Places || MaxOutY > Places)
      $fatal(1, "bnn_engine_sequence: PlaceBits is %0d, too few for the places", PlaceBits);
  end

  typedef enum logic [1:0] {
    Prepare,
    Start,
    Run
  } phase_e;

  phase_e phase_q;
  logic [LayerBits-1:0] layer_q;
  logic [LayerBits-1:0] layer_d;
  wire [ProgramBits-1:0] layer;
  logic odd_q;
  wire is_first_layer = layer_q == '0;

  bnn_rom #(
      .Width(ProgramBits),
      .Depth(Layers),
      .File (ProgramFile),
      .Style("distributed")
  ) u_program (
      .clk_i (clk_i),
      .en_i  (1'b1),
      .addr_i(layer_d),
      .data_o(layer)
  );

  // Phases.
  wire is_emission = layer[FlagsAt+2];
  wire wait_is_last;
  wire start_is_last;
  wire can_prepare = enable_i && (!is_first_layer || map_ready_i);
  wire can_read = enable_i && (weight_ready_i || is_emission);
  wire beat = phase_q == Run && can_read;
  wire start = phase_q == Start && can_read;
  wire [Loops:0] turns;
  wire [Loops:0] lasts;
  wire fold_ends = turns[Loops];
  wire layer_ends = fold_ends && lasts[FoldLoop];
  wire [index_bits(WaitCycles)-1:0] unused_wait;
  wire [index_bits(StartWords)-1:0] unused_start;

  bnn_counter #(
      .Count(WaitCycles)
  ) u_wait (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (phase_q == Prepare && can_prepare),
      .count_o(unused_wait),
      .last_o (wait_is_last)
  );

  bnn_counter #(
      .Count(StartWords)
  ) u_start (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (start),
      .count_o(unused_start),
      .last_o (start_is_last)
  );

  always_comb begin
    layer_d = layer_q;
    if (layer_ends) layer_d = (layer_q == LayerBits'(Layers - 1)) ? '0 : layer_q + 1'b1;
    if (!rst_ni) layer_d = '0;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      phase_q <= Prepare;
      layer_q <= '0;
      odd_q   <= 1'b0;
    end else begin
      layer_q <= layer_d;
      if (layer_ends) odd_q <= (layer_d != '0) && !odd_q;
      case (phase_q)
        Prepare: if (can_prepare && wait_is_last) phase_q <= Start;
        Start:   if (start && start_is_last) phase_q <= Run;
        default: if (fold_ends) phase_q <= Prepare;
      endcase
    end
  end

  // Loops: turns[l] is the last turn of all loops within l.
  assign turns[0] = beat;

  generate
    for (genvar l = 0; l <= Loops; l++) begin : gen_loop
      localparam int Bits = (Turns[l*32+:32] > 1) ? $clog2(Turns[l*32+:32]) : 1;
      wire [Bits-1:0] last = layer[turns_at(l)+:Bits];
      logic [Bits-1:0] count_q;

      assign lasts[l] = count_q == last;
      if (l < Loops) begin : gen_inner
        assign turns[l+1] = beat && (&lasts[l:0]);
      end

      always_ff @(posedge clk_i) begin
        if (!rst_ni) count_q <= '0;
        else if (turns[l]) count_q <= lasts[l] ? '0 : count_q + 1'b1;
      end
    end
  endgenerate

  // Whether the next beat is a pixel's first, and its pixel the first of a pool.
  logic first_q;
  logic pool_first_q;

  always_ff @(posedge clk_i) begin
    if (phase_q == Prepare) begin
      first_q <= 1'b1;
      pool_first_q <= 1'b1;
    end else if (beat) begin
      first_q <= turns[3];
      if (turns[3]) pool_first_q <= turns[5];
    end
  end

  // The place that is read.
  logic [MapBits-1:0] address_q;
  logic [PlaceBits-1:0] x_q;
  logic [PlaceBits-1:0] y_q;
  logic [MapBits-1:0] address_step;
  logic [PlaceBits-1:0] x_step;
  logic [PlaceBits-1:0] y_step;

  always_comb begin
    address_step = MapBits'(1);
    x_step = '0;
    y_step = '0;
    for (int l = 1; l < Loops; l = l + 1)
      if (turns[l]) begin
        address_step = layer[AddressStepsAt+(l-1)*MapBits+:MapBits];
        x_step = layer[XStepsAt+(l-1)*PlaceBits+:PlaceBits];
        y_step = layer[YStepsAt+(l-1)*PlaceBits+:PlaceBits];
      end
  end

  always_ff @(posedge clk_i) begin
    if (phase_q == Prepare) begin
      address_q <= layer[OriginAt+:MapBits];
      x_q <= layer[OriginAt+MapBits+:PlaceBits];
      y_q <= layer[OriginAt+MapBits+PlaceBits+:PlaceBits];
    end else if (beat) begin
      address_q <= address_q + address_step;
      x_q <= x_q + x_step;
      y_q <= y_q + y_step;
    end
  end

  // The word and its part that a fold writes of each output pixel.
  wire [index_bits(Banks)-1:0] bank;
  wire bank_is_last;
  logic [MapBits-1:0] word_q;
  logic [MapBits-1:0] write_q;

  bnn_counter #(
      .Count(Banks)
  ) u_bank (
      .clk_i  (clk_i),
      .rst_ni (rst_ni && !layer_ends),
      .step_i (fold_ends),
      .count_o(bank),
      .last_o (bank_is_last)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni || layer_ends) word_q <= '0;
    else if (fold_ends && bank_is_last) word_q <= word_q + 1'b1;
    if (phase_q == Prepare) write_q <= word_q;
    else if (turns[5]) write_q <= write_q + layer[PixelWordsAt+:MapBits];
  end

  wire last_pass = &lasts[6:3];
  wire [PlaceBits-1:0] width = layer[SizeAt+:PlaceBits];
  wire [PlaceBits-1:0] height = layer[SizeAt+PlaceBits+:PlaceBits];

  assign map_done_o       = layer_ends && is_first_layer;
  assign weight_read_o    = (start || beat) && !is_emission;
  assign weight_release_o = phase_q == Start || last_pass;
  assign weight_rewind_o  = phase_q == Run && !last_pass && (&lasts[2:0]);
  assign start_o          = start && !is_emission;
  assign beat_o           = beat;
  assign emit_o           = is_emission;
  assign from_input_o     = is_first_layer;
  assign from_odd_o       = !odd_q;
  assign read_address_o   = address_q;
  assign is_inside_o      = x_q < width && y_q < height;
  assign padding_o        = layer[FlagsAt+1] ^ (layer[FlagsAt] && (x_q[0] ^ y_q[0]));
  assign lanes_o          = lasts[0] ? layer[LanesAt+:Simd] : '1;
  assign first_o          = first_q;
  assign last_o           = &lasts[2:0];
  assign pool_first_o     = pool_first_q;
  assign pool_last_o      = &lasts[4:3];
  assign is_last_layer_o  = layer_q == LayerBits'(Layers - 1);
  assign to_odd_o         = odd_q;
  assign write_address_o  = write_q;
  assign write_banks_o    = Banks'(1) << bank;
endmodule

`default_nettype wire
