// formal_sliding_window -- every window comes out Replays times, tap by tap, as the loops say.
// A vector of formal_stream is a frame. Besides, to the cycle, as the unit's header says:
//   in    a word is taken if fewer than Depth words are held from the next window's first word on
//   out   a window's words are read, one a cycle, while Span words are held
// From both it follows that the ring is never written where it is read. Frames are long: more
// numbers for them, or a third one to cover, would cost minutes.
`default_nettype none

module formal_sliding_window #(
    parameter int Width = 1,
    parameter int Words = 1,
    parameter int InWidth = 3,
    parameter int InHeight = 3,
    parameter int KernelWidth = 2,
    parameter int KernelHeight = 2,
    parameter int StrideX = 1,
    parameter int StrideY = 1,
    parameter int DilationX = 1,
    parameter int DilationY = 1,
    parameter int Groups = 1,
    parameter int Replays = 1,
    parameter int Depth = 8,
    parameter int Pixels = 1,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Width-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int OutWidth = (InWidth - 1 - (KernelWidth - 1) * DilationX) / StrideX + 1;
  localparam int OutHeight = (InHeight - 1 - (KernelHeight - 1) * DilationY) / StrideY + 1;
  localparam int GroupWords = Words / Groups;
  localparam int PassBeats = GroupWords * KernelWidth * KernelHeight;
  localparam int WindowBeats = PassBeats * Replays * Groups;
  localparam int InBeats = InHeight * InWidth * Words;
  localparam int OutBeats = OutHeight * OutWidth / Pixels * WindowBeats;
  localparam int OutBits = Pixels * Width;
  localparam int Span = word(WindowBeats - 1, Pixels - 1) + 1;

  // The word of the frame that beat `beat` of the output holds for window `pixel` of it.
  function automatic int word(input int beat, input int pixel);
    int x, y, group, window;
    window = beat / WindowBeats * Pixels + pixel;
    group = beat % WindowBeats / (PassBeats * Replays);
    x = window % OutWidth * StrideX + beat / GroupWords % KernelWidth * DilationX;
    y = window / OutWidth * StrideY
        + beat / (GroupWords * KernelWidth) % KernelHeight * DilationY;
    word = (y * InWidth + x) * Words + group * GroupWords + beat % GroupWords;
  endfunction

  (* anyconst *) logic [Width*InBeats-1:0] vector;
  wire [OutBits*OutBeats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  generate
    for (genvar beat = 0; beat < OutBeats; beat++) begin : gen_beat
      for (genvar pixel = 0; pixel < Pixels; pixel++) begin : gen_pixel
        localparam int Word = word(beat, pixel);
        assign expected[(beat*Pixels+pixel)*Width+:Width] = vector[Word*Width+:Width];
      end
    end
  endgenerate

  // taken counts words from the first of the frame that the output is in. The output register runs
  // one beat behind the ring.
  localparam int CountBits = $clog2((MaxHeld + 2) * InBeats + Depth) + 2;
  wire [CountBits*(OutBeats+1)-1:0] firsts;
  logic signed [CountBits-1:0] taken;
  logic [$clog2(OutBeats + 1)-1:0] out_beat;
  wire [$clog2(OutBeats + 1)-1:0] read_beat = out_beat + out_valid;
  wire signed [CountBits-1:0] first = firsts[read_beat*CountBits+:CountBits];
  wire signed [CountBits-1:0] held = taken - first;
  wire give = out_valid && out_ready_i;
  logic reads;

  generate
    for (genvar beat = 0; beat <= OutBeats; beat++) begin : gen_first
      localparam int First =
          (beat == OutBeats) ? InBeats : word(beat / WindowBeats * WindowBeats, 0);
      assign firsts[beat*CountBits+:CountBits] = First;
    end
  endgenerate

  always_ff @(posedge clk_i) begin
    if (!rst_n) begin
      taken    <= 0;
      out_beat <= 0;
    end else begin
      taken <= taken + $signed({1'b0, in_valid_i && in_ready})
          - ((give && out_beat == OutBeats - 1) ? InBeats : 0);
      if (give) out_beat <= (out_beat == OutBeats - 1) ? 0 : out_beat + 1;
    end
    reads <= rst_n && ((held >= Span) || (out_valid && !out_ready_i));
  end

  always_comb begin
    if (rst_n) begin
      assert (in_ready == (held < Depth));
      assert (out_valid == reads);
    end
  end

  bnn_sliding_window #(
      .Width       (Width),
      .Words       (Words),
      .InWidth     (InWidth),
      .InHeight    (InHeight),
      .KernelWidth (KernelWidth),
      .KernelHeight(KernelHeight),
      .StrideX     (StrideX),
      .StrideY     (StrideY),
      .DilationX   (DilationX),
      .DilationY   (DilationY),
      .Groups      (Groups),
      .Replays     (Replays),
      .Depth       (Depth),
      .Pixels      (Pixels)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  formal_stream #(
      .InBits  (Width),
      .InBeats (InBeats),
      .InNeeded(word(OutBeats - 1, Pixels - 1) + 1),
      .OutBits (OutBits),
      .OutBeats(OutBeats),
      .MaxHeld (MaxHeld),
      .MaxWait (Span),
      .Covered (2),
      .NumberBits(2)
  ) u_stream (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_i   (vector),
      .expected_i (expected)
  );
endmodule

`default_nettype wire
