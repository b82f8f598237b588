// formal_padding -- every pixel comes out once, in its place in the border.
// A vector of formal_stream is a frame. Besides, border pixels wait for no input.
`default_nettype none

module formal_padding #(
    parameter int ElementBits = 1,
    parameter int Elements = 1,
    parameter int Lanes = 1,
    parameter int InWidth = 2,
    parameter int InHeight = 1,
    parameter int Top = 1,
    parameter int Bottom = 1,
    parameter int Left = 1,
    parameter int Right = 1,
    parameter int Value = 0,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [Width-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int Width = Lanes * ElementBits;
  localparam int Words = (Elements + Lanes - 1) / Lanes;
  localparam int OutWidth = Left + InWidth + Right;
  localparam int OutHeight = Top + InHeight + Bottom;
  localparam int InBeats = InHeight * InWidth * Words;
  localparam int OutBeats = OutHeight * OutWidth * Words;

  (* anyconst *) logic [Width*InBeats-1:0] vector;
  wire [Width*OutBeats-1:0] expected;
  wire [OutBeats-1:0] is_border;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [Width-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  generate
    for (genvar beat = 0; beat < OutBeats; beat++) begin : gen_beat
      localparam int Word = beat % Words;
      localparam int X = beat / Words % OutWidth;
      localparam int Y = beat / Words / OutWidth;
      if (X < Left || X - Left >= InWidth || Y < Top || Y - Top >= InHeight) begin : gen_border
        assign is_border[beat] = 1'b1;
        for (genvar i = 0; i < Width; i++) begin : gen_bit
          assign expected[beat*Width+i] =
              (Word * Lanes + i / ElementBits < Elements) &&
              ((Value == 2) ? (X + Y) % 2 == 1 : Value == 1);
        end
      end else begin : gen_inside
        localparam int InBeat = ((Y - Top) * InWidth + X - Left) * Words + Word;
        assign is_border[beat] = 1'b0;
        assign expected[beat*Width+:Width] = vector[InBeat*Width+:Width];
      end
    end
  endgenerate

  logic [$clog2(OutBeats + 1)-1:0] out_beat;
  logic was_running = 1'b0;

  always_ff @(posedge clk_i) begin
    was_running <= rst_n;
    if (!rst_n) out_beat <= 0;
    else if (out_valid && out_ready_i) out_beat <= (out_beat == OutBeats - 1) ? 0 : out_beat + 1;
  end

  always_comb if (rst_n && was_running && is_border[out_beat]) assert (out_valid);

  bnn_padding #(
      .ElementBits(ElementBits),
      .Elements   (Elements),
      .Lanes      (Lanes),
      .InWidth    (InWidth),
      .InHeight   (InHeight),
      .Top        (Top),
      .Bottom     (Bottom),
      .Left       (Left),
      .Right      (Right),
      .Value      (Value)
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
      .OutBits (Width),
      .OutBeats(OutBeats),
      .MaxHeld (MaxHeld),
      .MaxWait (1)
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
