// bnn_sliding_window -- the words under a kernel that slides over a feature map, without padding.
//   loops, outermost first: window row, window column, group, replay, ky, kx, word of the group
//   windows       OutWidth = (InWidth-1 - (KernelWidth-1)*DilationX) / StrideX + 1, OutHeight
//                 likewise
//   span          Span = ((KernelHeight-1)*DilationY*InWidth + (KernelWidth-1)*DilationX + 1
//                         + (Pixels-1)*StrideX) * Words, from a window's first word to its last
//   interval      max(out beats, in beats) cycles per frame, if the buffer is deep enough for the
//                 next windows to come in time: always with Depth >= 2*Span and no frame leftovers
//   latency       Span + 1 cycles
//   storage       Pixels copies of a ring of Depth words, with registered read; copy p is rotated
//                 by p windows, so that one read address serves all
//                 counters of the loops, read and write addresses, level
//   backpressure  in_ready_o depends on state alone: the ring has a word to spare
//   stream  role    payload       beats per frame            order
//   in      sink    Width         InHeight*InWidth*Words     pixels row by row
//   out     source  Pixels*Width  OutHeight*OutWidth/Pixels  as the loops; Pixels windows that are
//                                 *KernelHeight*KernelWidth  neighbours in x go together, the first
//                                 *Words*Replays             of them in the low bits
//   parameters  all >= 1; kernel inside the feature map; Groups divides Words; Pixels divides
//               OutWidth; Depth >= Span, a power of two needs no wrap logic; Style as in bnn_rom
// A word comes in if fewer than Depth words are held from the current window's first word on. A
// window is read once its Span words are held. The step from its last read to the next window drops
// all words between their first words, also such as have not come in yet.
`default_nettype none

module bnn_sliding_window #(
    parameter int Width = 32,
    parameter int Words = 2,
    parameter int InWidth = 32,
    parameter int InHeight = 32,
    parameter int KernelWidth = 3,
    parameter int KernelHeight = 3,
    parameter int StrideX = 1,
    parameter int StrideY = 1,
    parameter int DilationX = 1,
    parameter int DilationY = 1,
    parameter int Groups = 1,
    parameter int Replays = 1,
    parameter int Depth = 256,
    parameter int Pixels = 1,
    parameter     Style = "auto"
) (
    input  wire                     clk_i,
    input  wire                     rst_ni,
    input  wire                     in_valid_i,
    output logic                    in_ready_o,
    input  wire  [       Width-1:0] in_data_i,
    output logic                    out_valid_o,
    input  wire                     out_ready_i,
    output logic [Pixels*Width-1:0] out_data_o
);
  localparam int ReachX = (KernelWidth - 1) * DilationX;
  localparam int ReachY = (KernelHeight - 1) * DilationY;
  localparam int OutWidth = (InWidth - 1 - ReachX) / StrideX + 1;
  localparam int OutHeight = (InHeight - 1 - ReachY) / StrideY + 1;
  localparam int Steps = OutWidth / Pixels;
  localparam int GroupWords = Words / Groups;
  localparam int Span = (ReachY * InWidth + ReachX + 1 + (Pixels - 1) * StrideX) * Words;
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;

  initial begin
    if (Width < 1 || Words < 1 || Replays < 1 || StrideX < 1 || StrideY < 1 || DilationX < 1
        || DilationY < 1 || KernelWidth < 1 || KernelHeight < 1)
      $fatal(1, "bnn_sliding_window: every parameter must be at least 1");
    if (ReachX >= InWidth || ReachY >= InHeight)
      $fatal(1, "bnn_sliding_window: the kernel spans %0d x %0d pixels of %0d x %0d", ReachX + 1,
             ReachY + 1, InWidth, InHeight);
    if (Groups < 1 || Words % Groups != 0)
      $fatal(1, "bnn_sliding_window: Groups %0d does not divide Words %0d", Groups, Words);
    if (Pixels < 1 || OutWidth % Pixels != 0)
      $fatal(1, "bnn_sliding_window: Pixels %0d does not divide %0d windows", Pixels, OutWidth);
    if (Depth < Span) $fatal(1, "bnn_sliding_window: Depth %0d is less than %0d", Depth, Span);
  end

  // The loops, innermost first; a frame is a turn of the outermost, endless loop. A stride is the
  // distance in words from one turn of a loop to the next.
  localparam int Loops = 8;
  localparam int WindowLoop = 5;
  localparam bit [Loops*32-1:0] Counts =
      256'(GroupWords)
      | (256'(KernelWidth) << 1 * 32)
      | (256'(KernelHeight) << 2 * 32)
      | (256'(Replays) << 3 * 32)
      | (256'(Groups) << 4 * 32)
      | (256'(Steps) << 5 * 32)
      | (256'(OutHeight) << 6 * 32);
  localparam bit [Loops*32-1:0] Strides =
      256'(1)
      | (256'(DilationX * Words) << 1 * 32)
      | (256'(DilationY * InWidth * Words) << 2 * 32)
      | (256'(GroupWords) << 4 * 32)
      | (256'(Pixels * StrideX * Words) << 5 * 32)
      | (256'(StrideY * InWidth * Words) << 6 * 32)
      | (256'(InHeight * InWidth * Words) << 7 * 32);

  // The way from the last turn of all loops from `inner` on to the next turn of `turning`.
  function automatic int distance(input int inner, input int turning);
    distance = Strides[turning*32+:32];
    for (int l = inner; l < turning; l = l + 1)
      distance = distance - (Counts[l*32+:32] - 1) * Strides[l*32+:32];
  endfunction

  function automatic int greater(input int a, input int b);
    greater = (a > b) ? a : b;
  endfunction

  localparam int LongestStep = greater(
      greater(distance(WindowLoop, 5), distance(WindowLoop, 6)), distance(WindowLoop, 7));
  localparam int LevelBits = $clog2(greater(greater(Span, LongestStep), Depth - Span + 1)) + 1;

  // turns[l]: a word is read, the last one of all loops within l. The highest turning loop sets the
  // step to the next word.
  wire [Loops-1:0] turns;
  wire [Loops-2:0] lasts;
  wire             push = in_valid_i && in_ready_o;
  wire             enable = out_ready_i || !out_valid_o;
  wire             read;

  assign turns[0] = read;

  generate
    for (genvar l = 0; l < Loops - 1; l++) begin : gen_loop
      wire [((Counts[l*32+:32] > 1) ? $clog2(Counts[l*32+:32]) : 1)-1:0] unused_count;

      bnn_counter #(
          .Count(Counts[l*32+:32])
      ) u_counter (
          .clk_i  (clk_i),
          .rst_ni (rst_ni),
          .step_i (turns[l]),
          .count_o(unused_count),
          .last_o (lasts[l])
      );

      assign turns[l+1] = read && &lasts[l:0];
    end
  endgenerate

  // Words held from the current window's first word on, less Span: the window is whole if it is not
  // negative.
  logic [LevelBits-1:0] level_q;
  logic [LevelBits-1:0] window_step;

  always_comb begin
    window_step = '0;
    for (int l = WindowLoop; l < Loops; l = l + 1)
      if (turns[l]) window_step = LevelBits'(distance(WindowLoop, l));
  end

  assign in_ready_o = level_q != LevelBits'(Depth - Span);
  assign read       = !level_q[LevelBits-1] && enable;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) level_q <= LevelBits'(-Span);
    else level_q <= level_q - window_step + LevelBits'(push);
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) out_valid_o <= 1'b0;
    else if (enable) out_valid_o <= read;
  end

  // Steps of the read address are taken modulo Depth. The initial value is for yosys, as in
  // bnn_counter.
  localparam bit WrapsItself = Depth == 2 ** AddressBits;
  logic [AddressBits-1:0] read_q = '0;
  logic [AddressBits-1:0] read_step;
  wire  [  AddressBits:0] read_sum = {1'b0, read_q} + {1'b0, read_step};
  wire  [  AddressBits:0] read_wrapped = read_sum - (AddressBits + 1)'(Depth);

  always_comb begin
    read_step = '0;
    for (int l = 0; l < Loops; l = l + 1)
      if (turns[l]) read_step = AddressBits'((distance(0, l) % Depth + Depth) % Depth);
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) read_q <= '0;
    else if (WrapsItself || read_wrapped[AddressBits]) read_q <= read_sum[AddressBits-1:0];
    else read_q <= read_wrapped[AddressBits-1:0];
  end

  generate
    for (genvar p = 0; p < Pixels; p++) begin : gen_pixel
      wire [AddressBits-1:0] write_address;
      wire unused_last;

      bnn_counter #(
          .Count(Depth),
          .Start((Depth - p * StrideX * Words % Depth) % Depth)
      ) u_write (
          .clk_i  (clk_i),
          .rst_ni (rst_ni),
          .step_i (push),
          .count_o(write_address),
          .last_o (unused_last)
      );

      bnn_ram #(
          .Width(Width),
          .Depth(Depth),
          .Style(Style)
      ) u_ring (
          .clk_i       (clk_i),
          .write_i     (push),
          .write_addr_i(write_address),
          .write_data_i(in_data_i),
          .read_i      (read),
          .read_addr_i (read_q),
          .read_data_o (out_data_o[p*Width+:Width])
      );
    end
  endgenerate
endmodule

`default_nettype wire
