// bnn_engine -- one matrix-vector unit for a chain of layers, with weights in external memory.
//   Layers are convolutions or dense layers of bits with thresholds, with or without a max-pool
//   behind them; a dense layer is a convolution whose kernel is the whole map. The last one may
//   give scores.
//   y[r] = (popcount(~(w[r] ^ x)) >= T[r]), or the score 2*popcount - columns; see bnn_mvu
//   interval      layer 0, then the most of InWords and the other layers, since a map comes in
//                 whole before layer 0 begins and while the others run; a layer takes its beats +
//                 folds * (Stages + 2 + StartWords), see bnn_engine_sequence. Or the beats of the
//                 image, or what the memory takes for them, if that is more
//   latency       no formula: the unit's timing model, steps of the same state machine
//   storage       bnn_engine_sequence: the program; bnn_tile_buffer: TileDepth words of weights
//                 bnn_engine_maps: InWords words of the input, which can come in when the first
//                 layer is done; EvenWords and OddWords of what layers 0, 2 .. and 1, 3 .. give
//                 registers: start values, those of Pe bnn_pe, two output beats
//   image         ImageBeats beats of AxiBits, in the order of use: for each layer and neuron fold
//                 (Pe rows) StartWords words, then for each tap and channel word a word of weights.
//                 A word is Pe*Simd bits in ceil(Pe*Simd/AxiBits) beats, the low bits first. Weight
//                 of row p and lane i at bit p*Simd+i; lanes past the last channel and rows past
//                 the last are 1. Start value -T of row p at bit p*AccBits of the start words
//                 together, T = columns + 1 for rows past the last; for scores -ceil(columns/2)
//   backpressure  stalls as a whole while the output register is full, but for the weights' reader;
//                 in_ready_o is a flip-flop
//   stream  role    payload                   beats per frame    order
//   in      sink    Simd                      InWords            pixels row by row, pad lanes zero
//   out     source  Pe*ScoreBits if Scores    last layer's folds rows in order, of one pixel
//                   else Simd                 words of the map   as in: the last layer emits
//   parameters  Pe divides Simd; AxiBits, BurstBeats as of bnn_axi_reader; TileDepth: a power of
//               two, at least the words of a tap's channels times taps plus one, and room for a
//               burst; OddScores: whether the columns of the scores are odd; ScoreBits: at most
//               AccBits+1, as many as the scores need; the others as of bnn_engine_sequence
`default_nettype none

module bnn_engine #(
    parameter int Pe = 8,
    parameter int Simd = 32,
    parameter int Stages = 0,
    parameter int AccBits = 10,
    parameter bit Scores = 1,
    parameter bit OddScores = 0,
    parameter int ScoreBits = AccBits + 1,
    parameter int InWords = 16,
    parameter int EvenWords = 16,
    parameter int OddWords = 1,
    parameter int Layers = 2,
    parameter int MaxWords = 2,
    parameter int MaxKernelX = 3,
    parameter int MaxKernelY = 3,
    parameter int MaxPoolX = 2,
    parameter int MaxPoolY = 2,
    parameter int MaxOutX = 8,
    parameter int MaxOutY = 8,
    parameter int MaxFolds = 4,
    parameter int PlaceBits = 5,
    parameter     ProgramFile = "",
    parameter int AxiBits = 64,
    parameter int AxiAddressBits = 32,
    parameter int BurstBeats = 16,
    parameter int ImageBeats = 64,
    parameter int TileDepth = 64,
    parameter int OutBits = Scores ? Pe * ScoreBits : Simd
) (
    input  wire                       clk_i,
    input  wire                       rst_ni,
    input  wire  [AxiAddressBits-1:0] base_i,
    output wire                       arvalid_o,
    input  wire                       arready_i,
    output wire  [AxiAddressBits-1:0] araddr_o,
    output wire  [               7:0] arlen_o,
    output wire  [               2:0] arsize_o,
    output wire  [               1:0] arburst_o,
    input  wire                       rvalid_i,
    output wire                       rready_o,
    input  wire  [       AxiBits-1:0] rdata_i,
    input  wire  [               1:0] rresp_i,
    input  wire                       rlast_i,
    output wire                       error_o,
    input  wire                       in_valid_i,
    output wire                       in_ready_o,
    input  wire  [          Simd-1:0] in_data_i,
    output wire                       out_valid_o,
    input  wire                       out_ready_i,
    output wire  [       OutBits-1:0] out_data_o
);
  function automatic int greater(input int a, input int b);
    greater = (a > b) ? a : b;
  endfunction

  localparam int Banks = Simd / Pe;
  localparam int WordBits = Pe * Simd;
  localparam int WordBeats = (WordBits + AxiBits - 1) / AxiBits;
  localparam int StartWords = (AccBits + Simd - 1) / Simd;
  localparam int Words = greater(greater(InWords, EvenWords), greater(OddWords, 2));
  localparam int MapBits = $clog2(Words);

  initial begin
    if (Pe < 1 || Simd < Pe || Simd % Pe != 0)
      $fatal(1, "bnn_engine: Pe, %0d, must divide Simd, %0d", Pe, Simd);
    if (AccBits < 2) $fatal(1, "bnn_engine: AccBits is %0d, must be at least 2", AccBits);
    if (Scores && (ScoreBits < 1 || ScoreBits > AccBits + 1))
      $fatal(1, "bnn_engine: ScoreBits is %0d, must be from 1 to AccBits + 1", ScoreBits);
    if (OutBits != (Scores ? Pe * ScoreBits : Simd))
      $fatal(1, "bnn_engine: OutBits follows from the other parameters");
    if (ImageBeats % WordBeats != 0)
      $fatal(1, "bnn_engine: ImageBeats is %0d, not of whole words of %0d beats", ImageBeats,
             WordBeats);
    // A layer that emits has words without weights.
    if ((Scores && TileDepth < MaxWords) || TileDepth < MaxKernelX || TileDepth < MaxKernelY)
      $fatal(1, "bnn_engine: TileDepth is %0d, less than the words of a fold", TileDepth);
  end

  wire enable;

  // Weights.
  wire weight_valid;
  wire [AxiBits-1:0] weight_data;
  wire weight_free;
  wire weight_ready;
  wire weight_read;
  wire weight_release;
  wire weight_rewind;
  wire [WordBits-1:0] weights;

  bnn_axi_reader #(
      .AddressBits(AxiAddressBits),
      .DataBits   (AxiBits),
      .Beats      (ImageBeats),
      .BurstBeats (BurstBeats),
      .RoomBeats  (TileDepth * WordBeats),
      .FreeBeats  (WordBeats)
  ) u_reader (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .base_i     (base_i),
      .arvalid_o  (arvalid_o),
      .arready_i  (arready_i),
      .araddr_o   (araddr_o),
      .arlen_o    (arlen_o),
      .arsize_o   (arsize_o),
      .arburst_o  (arburst_o),
      .rvalid_i   (rvalid_i),
      .rready_o   (rready_o),
      .rdata_i    (rdata_i),
      .rresp_i    (rresp_i),
      .rlast_i    (rlast_i),
      .free_i     (weight_free),
      .out_valid_o(weight_valid),
      .out_data_o (weight_data),
      .error_o    (error_o)
  );

  bnn_tile_buffer #(
      .DataBits(AxiBits),
      .Banks   (WordBeats),
      .Width   (WordBits),
      .Depth   (TileDepth)
  ) u_tiles (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (weight_valid),
      .in_data_i  (weight_data),
      .available_o(weight_ready),
      .enable_i   (enable),
      .read_i     (weight_read),
      .release_i  (weight_release),
      .rewind_i   (weight_rewind),
      .free_o     (weight_free),
      .word_o     (weights)
  );

  wire map_ready;
  wire map_done;
  wire start;
  wire beat;
  wire emit;
  wire from_input;
  wire from_odd;
  wire [MapBits-1:0] read_address;
  wire is_inside;
  wire padding;
  wire [Simd-1:0] lanes;
  wire first;
  wire last;
  wire pool_first;
  wire pool_last;
  wire is_score;
  wire to_odd;
  wire [MapBits-1:0] write_address;
  wire [Banks-1:0] write_banks;

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
  ) u_sequence (
      .clk_i           (clk_i),
      .rst_ni          (rst_ni),
      .enable_i        (enable),
      .map_ready_i     (map_ready),
      .map_done_o      (map_done),
      .weight_ready_i  (weight_ready),
      .weight_read_o   (weight_read),
      .weight_release_o(weight_release),
      .weight_rewind_o (weight_rewind),
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
      .is_last_layer_o (is_score),
      .to_odd_o        (to_odd),
      .write_address_o (write_address),
      .write_banks_o   (write_banks)
  );

  // Two cycles behind: the word of a map that counts, and one of weights.
  logic [1:0] start_q;
  logic [1:0] emit_q;
  wire [Simd-1:0] x;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      start_q <= '0;
      emit_q  <= '0;
    end else if (enable) begin
      start_q <= {start_q[0], start};
      emit_q  <= {emit_q[0], beat && emit};
    end
  end

  logic [StartWords*WordBits-1:0] starts_q;
  wire [(StartWords+1)*WordBits-1:0] starts_d = {weights, starts_q};
  wire unused_starts = &{1'b0, starts_q, starts_d[WordBits-1:0]};

  always_ff @(posedge clk_i) begin
    if (enable && start_q[1]) starts_q <= starts_d[WordBits+:StartWords*WordBits];
  end

  // Stages + 3 cycles behind: its product sums, and where they go.
  localparam int FlagBits = 6 + MapBits + Banks;
  logic [Stages+2:0] valid_q;
  wire [Stages+3:0] valid = {valid_q, beat && !emit};
  wire add = valid[Stages+3] && enable;
  wire add_first;
  wire add_last;
  wire add_pool_first;
  wire add_pool_last;
  wire add_is_score;
  wire add_to_odd;
  wire [MapBits-1:0] add_address;
  wire [Banks-1:0] add_banks;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) valid_q <= '0;
    else if (enable) valid_q <= valid[Stages+2:0];
  end

  bnn_delay #(
      .Width (FlagBits),
      .Cycles(Stages + 3)
  ) u_flags (
      .clk_i   (clk_i),
      .enable_i(enable),
      .data_i  ({first, last, pool_first, pool_last, is_score, to_odd, write_address,
                 write_banks}),
      .data_o  ({add_first, add_last, add_pool_first, add_pool_last, add_is_score, add_to_odd,
                 add_address, add_banks})
  );

  wire [Pe*AccBits-1:0] sums;
  wire [Pe-1:0] fired;
  logic [Pe-1:0] pooled_q;
  wire [Pe-1:0] pooled = fired | (add_pool_first ? '0 : pooled_q);

  generate
    for (genvar p = 0; p < Pe; p++) begin : gen_pe
      bnn_pe #(
          .Simd   (Simd),
          .Stages (Stages),
          .AccBits(AccBits)
      ) u_pe (
          .clk_i      (clk_i),
          .enable_i   (enable),
          .add_i      (add),
          .first_i    (add_first),
          .bit_first_i(1'b1),
          .bit_last_i (1'b1),
          .x_i        (x),
          .w_i        (weights[p*Simd+:Simd]),
          .start_i    (starts_q[p*AccBits+:AccBits]),
          .sum_o      (sums[p*AccBits+:AccBits])
      );

      assign fired[p] = !sums[p*AccBits+AccBits-1];
    end
  endgenerate

  always_ff @(posedge clk_i) begin
    if (add && add_last) pooled_q <= pooled;
  end

  bnn_engine_maps #(
      .Pe       (Pe),
      .Simd     (Simd),
      .InWords  (InWords),
      .EvenWords(EvenWords),
      .OddWords (OddWords),
      .MapBits  (MapBits)
  ) u_maps (
      .clk_i          (clk_i),
      .rst_ni         (rst_ni),
      .enable_i       (enable),
      .in_valid_i     (in_valid_i),
      .in_ready_o     (in_ready_o),
      .in_data_i      (in_data_i),
      .map_ready_o    (map_ready),
      .map_done_i     (map_done),
      .read_i         (beat),
      .from_input_i   (from_input),
      .from_odd_i     (from_odd),
      .is_inside_i    (is_inside),
      .padding_i      (padding),
      .read_address_i (read_address),
      .lanes_i        (lanes),
      .x_o            (x),
      .write_i        (add && add_last && add_pool_last && !(Scores && add_is_score)),
      .to_odd_i       (add_to_odd),
      .write_address_i(add_address),
      .write_banks_i  (add_banks),
      .write_data_i   (pooled)
  );

  // Results.
  wire result_valid;
  wire [OutBits-1:0] result;

  generate
    if (Scores) begin : gen_scores
      wire unused_emit = &{1'b0, emit_q};
      assign result_valid = valid[Stages+3] && add_last && add_is_score;
      for (genvar p = 0; p < Pe; p++) begin : gen_score
        assign result[p*ScoreBits+:ScoreBits] =
            ScoreBits'({sums[p*AccBits+:AccBits], 1'(OddScores)});
      end
    end else begin : gen_map
      assign result_valid = emit_q[1];
      assign result = x;
    end
  endgenerate

  bnn_stream_register #(
      .Width(OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (result_valid),
      .in_ready_o (enable),
      .in_data_i  (result),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
