// formal_axis_output -- every element comes out once, extended; last marks the end of a frame.
// A vector of formal_stream is a frame.
`default_nettype none

module formal_axis_output #(
    parameter int ElementBits = 2,
    parameter bit Signed = 1,
    parameter int Elements = 3,
    parameter int Lanes = 2,
    parameter int VectorsPerFrame = 2,
    parameter int ElementBytes = 1,
    parameter int MaxHeld = 1
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InBits-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InBits = Lanes * ElementBits;
  localparam int OutBits = Lanes * ElementBytes * 8 + 1;
  localparam int Beats = (Elements + Lanes - 1) / Lanes;
  localparam int FrameBeats = Beats * VectorsPerFrame;

  (* anyconst *) logic [InBits*FrameBeats-1:0] vector;
  logic [OutBits*FrameBeats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  always_comb begin
    expected = '0;
    for (int beat = 0; beat < FrameBeats; beat = beat + 1)
      for (int lane = 0; lane < Lanes; lane = lane + 1)
        if (beat % Beats * Lanes + lane < Elements)
          expected[beat*OutBits+lane*ElementBytes*8+:ElementBytes*8] =
              {{(ElementBytes * 8 - ElementBits) {
                   Signed && vector[beat*InBits+lane*ElementBits+ElementBits-1]}},
               vector[beat*InBits+lane*ElementBits+:ElementBits]};
    expected[OutBits*FrameBeats-1] = 1'b1;
  end

  bnn_axis_output #(
      .ElementBits    (ElementBits),
      .Signed         (Signed),
      .Elements       (Elements),
      .Lanes          (Lanes),
      .VectorsPerFrame(VectorsPerFrame),
      .ElementBytes   (ElementBytes)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data[OutBits-2:0]),
      .out_last_o (out_data[OutBits-1])
  );

  formal_stream #(
      .InBits  (InBits),
      .InBeats (FrameBeats),
      .OutBits (OutBits),
      .OutBeats(FrameBeats),
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
