// bnn_mvu -- matrix-vector unit: products with weights, accumulate, threshold.
//   InBits = 1:  p[r] = popcount(~(w[r] ^ x)) over Cols columns r = 0 .. Rows-1
//   InBits > 1:  p[r] = sum of x[c], negated where w[r][c] = 0
//   WeightBits > 1:  p[r] = sum of w[r][c]*x[c], weights in two's complement, an input of one bit
//                    +-1
//   Scores = 0:  y[r] = (p[r] >= T[r])                          1 bit
//   Scores = 1:  y[r] = the sum of products, 2*p[r] - Cols      ScoreBits, signed
//                for bits with +-1 weights, else p[r]
//   folds         SF = Taps * ceil(Cols/Taps/Simd) * (BitSerial ? InBits : 1) input beats per
//                 vector and pass, NF = ceil(Rows/Pe) passes, each with one output beat
//   interval      SF*NF cycles per Pixels vectors
//   latency       SF + 1 + Stages cycles from first beat in to first beat out; one more if NF > 1
//                 and Replay
//   storage       weights: bnn_weight_sequence, WF*NF words of Pe*Simd*WeightBits bits, WF = SF
//                 (SF/InBits if BitSerial); row nf*Pe+pe, column wf*Simd+lane at word nf*WF+wf, bit
//                 (pe*Simd+lane)*WeightBits; padding rows and columns are 1, 0 if WeightBits > 1
//                 IndexBits > 0: bnn_kernel_sequence, WF*NF/Taps words of Pe*Simd*IndexBits bits in
//                 WeightFile, lane pe*Simd+lane as above, and 2**IndexBits kernels in KernelFile
//                 thresholds: bnn_start_values, NF words of Pe*AccBits bits, -T[nf*Pe+pe] in two's
//                 complement at bit pe*AccBits, 0 <= T <= Cols+1 (always .. never); padding rows
//                 have Cols+1; with border classes NF words for each, word class*NF+nf, once for
//                 each of Pixels registers: weight word, those of Pixels*Pe bnn_pe, two output
//                 beats, a valid bit for each of the Stages
//                 two inputs in a bnn_replay_buffer if NF > 1 and Replay
//   backpressure  stalls as a whole while the output register is full; in_ready_o is a flip-flop
//   stream  role    payload         beats per vector  order
//   in      sink    Pixels*X, X =   SF; SF*NF if not  column 0 first, lowest in the low bits; each
//                   Simd*InBits     Replay            tap in whole beats; pad lanes zero,
//                                                     anything if WeightBits > 1
//                   X = Simd        if BitSerial      each of the above as InBits beats of one bit
//                                                     of all lanes, the highest bit first
//                   X = Pe*InBits   if Depthwise      for each pass the columns of its Pe rows
//   out     source  Pixels*Pe       NF                row 0 first, lowest in the low bits;
//                   *ScoreBits                        pad lanes: zero, or scores of the padding
//                                                     weights
//   parameters  1 <= Pe <= Rows, 1 <= Simd <= Cols/Taps, neither needs to divide; Taps divides
//               Cols; Replay = 0: the source brings every vector NF times in a row; InSigned:
//               integers in two's complement; Depthwise: every row has inputs of its own, Simd = 1
//               and Replay = 0; Pixels vectors go together, the first in the low bits; with
//               border classes they divide OutWidth; Stages >= 0 registers within the popcounts,
//               or behind the sums of integers, for a higher clock; WeightStyle as Style of
//               bnn_rom; ThresholdFile is read if Scores = 0; with Scores where it is not "", as
//               BitSerial and border classes need it
// Writable: load_i = {write, address, data} writes weights from WeightBase on, as bnn_weight_memory
// has them, and thresholds from ThresholdBase on, as bnn_start_values. No frame may be under way.
// Where bits meet weights in LUTs, 32 words at most, all rows are counted by bnn_wired_counts.
// Bits: ScoreBits = Scores ? $clog2(Cols+1)+1 : 1, AccBits = $clog2(Cols+1)+1 (one less if Scores).
// The accumulator starts at -T, so its sign is the inverted output bit. For scores it starts at
// -ceil(Cols/2) and is the score without its lowest bit, which is Cols mod 2 in every score.
// Border classes (see bnn_border_class) give the products of one frame, OutHeight x OutWidth of
// them, start values of their own; with Scores they come from ThresholdFile as well.
// WeightBits > 1: AccBits is the generator's, for the weights' exact reach: every p[r] - T[r] in
// two's complement, or with Scores every p[r], which are then AccBits wide. Without BitSerial; Hard
// as of bnn_dot_product; thresholds may be anything that AccBits hold.
// Integers: with sums in -M .. M, M = Cols * 2**(InSigned ? InBits-1 : InBits) (one less per column
// if unsigned), -M <= T <= M+1, AccBits = $clog2(M+1)+2, and scores are the $clog2(M+1)+1 low bits
// of an accumulator that starts at 0.
// BitSerial: where w = 0 the popcount counts the zeros of x and not the negated ones, for each bit
// one too many. Its start values hold what that adds to row r: -S per w[r] = 0, with S = -1 if
// InSigned, else 2**InBits - 1, the sum of the weights of all bits.
`default_nettype none

module bnn_mvu #(
    parameter int Rows = 64,
    parameter int Cols = 576,
    parameter int Pe = 32,
    parameter int Simd = 32,
    parameter int Taps = 1,
    parameter bit Replay = 1,
    parameter int InBits = 1,
    parameter bit InSigned = 0,
    parameter bit Scores = 0,
    parameter bit BitSerial = 0,
    parameter bit Depthwise = 0,
    parameter int Pixels = 1,
    parameter int Stages = 0,
    parameter int WeightBits = 1,
    parameter bit Hard = 0,
    parameter int OutWidth = 1,
    parameter int OutHeight = 1,
    parameter int LeftClasses = 0,
    parameter int RightClasses = 0,
    parameter int TopClasses = 0,
    parameter int BottomClasses = 0,
    parameter     WeightFile = "",
    parameter     ThresholdFile = "",
    parameter     WeightStyle = "auto",
    parameter int IndexBits = 0,
    parameter     KernelFile = "",
    parameter bit Writable = 0,
    parameter int WeightBase = 0,
    parameter int ThresholdBase = 0,
    parameter int AccBits = ((InBits == 1) ? 0 : 1) + (Scores ? 0 : 1) + $clog2(1 + Cols * (
        (InBits == 1) ? 1 : InSigned ? 2 ** (InBits - 1) : 2 ** InBits - 1)),
    parameter int XBits = (Depthwise ? Pe : Simd) * (BitSerial ? 1 : InBits),
    parameter int OutBits =
        Pixels * Pe * (!Scores ? 1 : (InBits == 1 && WeightBits == 1) ? AccBits + 1 : AccBits)
) (
    input  wire                clk_i,
    input  wire                rst_ni,
    input  wire         [64:0] load_i,
    input  wire                in_valid_i,
    output logic               in_ready_o,
    input  wire  [Pixels*XBits-1:0] in_data_i,
    output logic               out_valid_o,
    input  wire                out_ready_i,
    output logic [OutBits-1:0] out_data_o
);
  initial begin
    if (Pe < 1 || Pe > Rows) $fatal(1, "bnn_mvu: Pe is %0d, must be 1 to Rows, %0d", Pe, Rows);
    if (Taps < 1 || (Cols / Taps) * Taps != Cols)
      $fatal(1, "bnn_mvu: %0d Taps do not divide Cols, %0d", Taps, Cols);
    if (Simd < 1 || Simd > Cols / Taps)
      $fatal(1, "bnn_mvu: Simd is %0d, must be 1 to Cols/Taps, %0d", Simd, Cols / Taps);
    if (InBits < 1 || InBits > 16) $fatal(1, "bnn_mvu: InBits is %0d, must be 1 to 16", InBits);
    if (WeightBits < 1 || (WeightBits > 1 && BitSerial))
      $fatal(1, "bnn_mvu: WeightBits is %0d, must be 1, or more without BitSerial", WeightBits);
    if (Depthwise && (Simd != 1 || Replay))
      $fatal(1, "bnn_mvu: Depthwise needs Simd 1 and Replay 0, not %0d and %0d", Simd, Replay);
    if (IndexBits < 0) $fatal(1, "bnn_mvu: IndexBits is %0d, must not be negative", IndexBits);
    if (IndexBits > 0 && (WeightBits > 1 || Depthwise || Writable))
      $fatal(1, "bnn_mvu: IndexBits are for weights of one bit, not Depthwise nor Writable");
    if (Pixels < 1) $fatal(1, "bnn_mvu: Pixels is %0d, must be at least 1", Pixels);
  end

  localparam int SynapseFold = Taps * ((Cols / Taps + Simd - 1) / Simd);
  localparam int NeuronFold = (Rows + Pe - 1) / Pe;
  localparam int WeightWords = SynapseFold * NeuronFold;
  localparam int AddressBits = (WeightWords > 1) ? $clog2(WeightWords) : 1;
  localparam int SynapseBits = (SynapseFold > 1) ? $clog2(SynapseFold) : 1;
  localparam bit Binary = InBits == 1 && WeightBits == 1;
  localparam int WordBits = Pe * Simd * WeightBits;
  // Texts are compared at the width of the longest style.
  localparam bit Wired = WeightWords <= 32 && Binary && !Depthwise && !Writable && IndexBits == 0 &&
                         (WeightWords == 1 || 88'(WeightStyle) == 88'("distributed"));
  localparam int BitBeats = BitSerial ? InBits : 1;
  localparam int ScoreBits = OutBits / Pixels / Pe;

  wire                   enable;
  wire                   x_valid;
  wire [Pixels*XBits-1:0] x;
  wire                   beat = x_valid && enable;

  generate
    if (NeuronFold > 1 && Replay) begin : gen_replay
      bnn_replay_buffer #(
          .Width  (Pixels * XBits),
          .Words  (SynapseFold * BitBeats),
          .Replays(NeuronFold)
      ) u_replay (
          .clk_i      (clk_i),
          .rst_ni     (rst_ni),
          .in_valid_i (in_valid_i),
          .in_ready_o (in_ready_o),
          .in_data_i  (in_data_i),
          .out_valid_o(x_valid),
          .out_ready_i(enable),
          .out_data_o (x)
      );
    end else begin : gen_direct
      assign x_valid = in_valid_i;
      assign in_ready_o = enable;
      assign x = in_data_i;
    end
  endgenerate

  wire                                               x_bit_last;
  wire [((BitBeats > 1) ? $clog2(BitBeats) : 1)-1:0] x_bit;

  bnn_counter #(
      .Count(BitBeats)
  ) u_bit (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (beat),
      .count_o(x_bit),
      .last_o (x_bit_last)
  );

  wire [WordBits-1:0] weights;
  wire [AddressBits-1:0] weight_address;

  generate
    if (IndexBits > 0) begin : gen_kernels
      wire unused_load = &{1'b0, load_i};
      assign weight_address = '0;

      bnn_kernel_sequence #(
          .Lanes     (WordBits),
          .Words     (SynapseFold / Taps),
          .Taps      (Taps),
          .Passes    (NeuronFold),
          .IndexBits (IndexBits),
          .IndexFile (WeightFile),
          .KernelFile(KernelFile),
          .Style     (WeightStyle)
      ) u_weights (
          .clk_i (clk_i),
          .rst_ni(rst_ni),
          .step_i(beat && x_bit_last),
          .data_o(weights)
      );
    end else begin : gen_words
      bnn_weight_sequence #(
          .Width   (WordBits),
          .Depth   (WeightWords),
          .File    (WeightFile),
          .Style   (WeightStyle),
          .Writable(Writable),
          .Base    (WeightBase)
      ) u_weights (
          .clk_i    (clk_i),
          .rst_ni   (rst_ni),
          .load_i   (load_i),
          .step_i   (beat && x_bit_last),
          .address_o(weight_address),
          .data_o   (weights)
      );
    end
  endgenerate

  // From here on Stages + 1 behind: the product sums of a beat are added up.
  logic [       Stages:0] stage_valid_q;
  wire  [     Stages+1:0] stage_valid = {stage_valid_q, x_valid};
  wire                    count_valid = stage_valid[Stages+1];
  wire                    bit_first;
  wire                    bit_last;
  wire                    add = count_valid && enable;
  wire  [SynapseBits-1:0] synapse;
  wire                    synapse_is_last;
  wire  [Pixels*Pe*AccBits-1:0] preload;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) stage_valid_q <= '0;
    else if (enable) stage_valid_q <= stage_valid[Stages:0];
  end

  bnn_delay #(
      .Width (2),
      .Cycles(Stages + 1)
  ) u_bit_ends (
      .clk_i   (clk_i),
      .enable_i(enable),
      .data_i  ({x_bit == '0, x_bit_last}),
      .data_o  ({bit_first, bit_last})
  );

  bnn_counter #(
      .Count(SynapseFold)
  ) u_synapse (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (add && bit_last),
      .count_o(synapse),
      .last_o (synapse_is_last)
  );

  generate
    if (Scores && ThresholdFile == "") begin : gen_scores
      assign preload = Binary ? {(Pixels * Pe){AccBits'(-((Cols + 1) / 2))}} : '0;
    end else begin : gen_thresholds
      bnn_start_values #(
          .Width    (Pe * AccBits),
          .Passes   (NeuronFold),
          .OutWidth (OutWidth),
          .OutHeight(OutHeight),
          .Left     (LeftClasses),
          .Right    (RightClasses),
          .Top      (TopClasses),
          .Bottom   (BottomClasses),
          .Pixels   (Pixels),
          .File     (ThresholdFile),
          .Writable (Writable),
          .Base     (ThresholdBase)
      ) u_starts (
          .clk_i  (clk_i),
          .rst_ni (rst_ni),
          .load_i (load_i),
          .step_i (add && bit_last && synapse_is_last),
          .start_o(preload)
      );
    end
  endgenerate

  wire [OutBits-1:0] result;

  generate
    for (genvar q = 0; q < Pixels; q++) begin : gen_pixel
      localparam int CountBits = $clog2(Simd + 1);
      wire [Pe*CountBits-1:0] counts;

      if (Wired) begin : gen_wired
        bnn_wired_counts #(
            .Rows      (Pe),
            .Cols      (Simd),
            .Depth     (WeightWords),
            .WeightFile(WeightFile),
            .Stages    (Stages)
        ) u_counts (
            .clk_i   (clk_i),
            .enable_i(enable),
            .x_i     (x[q*XBits+:XBits]),
            .addr_i  (weight_address),
            .w_i     (weights),
            .counts_o(counts)
        );
      end else begin : gen_not_wired
        wire unused_address = &{1'b0, weight_address};
        assign counts = '0;
      end

      for (genvar p = 0; p < Pe; p++) begin : gen_pe
        localparam int Lane = q * Pe + p;
        localparam int PeBits = Wired ? CountBits : Depthwise ? XBits / Pe : XBits;
        wire [AccBits-1:0] sum;
        wire [PeBits-1:0] pe_x;

        if (Wired) begin : gen_counted
          assign pe_x = counts[p*CountBits+:CountBits];
        end else begin : gen_inputs
          wire unused_counts = &{1'b0, counts[p*CountBits+:CountBits]};
          assign pe_x = x[q*XBits+(Depthwise?p*PeBits : 0)+:PeBits];
        end

        bnn_pe #(
            .Simd     (Simd),
            .InBits   (InBits),
            .InSigned (InSigned),
            .BitSerial(BitSerial),
            .Counted  (Wired),
            .Stages   (Stages),
            .WeightBits(WeightBits),
            .Hard     (Hard),
            .AccBits  (AccBits)
        ) u_pe (
            .clk_i      (clk_i),
            .enable_i   (enable),
            .add_i      (add),
            .first_i    (synapse == '0),
            .bit_first_i(bit_first),
            .bit_last_i (bit_last),
            .x_i        (pe_x),
            .w_i        (weights[p*Simd*WeightBits+:Simd*WeightBits]),
            .start_i    (preload[Lane*AccBits+:AccBits]),
            .sum_o      (sum)
        );

        if (!Scores) begin : gen_sign
          assign result[Lane] = !sum[AccBits-1];
        end else if (Binary) begin : gen_score
          assign result[Lane*ScoreBits+:ScoreBits] = {sum, 1'(Cols % 2)};
        end else begin : gen_integer_score
          assign result[Lane*ScoreBits+:ScoreBits] = sum;
        end
      end
    end
  endgenerate

  bnn_stream_register #(
      .Width(OutBits)
  ) u_output (
      .clk_i      (clk_i),
      .rst_ni     (rst_ni),
      .in_valid_i (count_valid && bit_last && synapse_is_last),
      .in_ready_o (enable),
      .in_data_i  (result),
      .out_valid_o(out_valid_o),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data_o)
  );
endmodule

`default_nettype wire
