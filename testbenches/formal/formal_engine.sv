// formal_engine -- bnn_engine with one layer of one row and 4 inputs that gives scores.
// The memory answers in order what it was asked for, and waits for one cycle at most: the beats of
// an image of two words, a start value and weights.
`default_nettype none

module formal_engine #(
    parameter int MaxHeld = 3,
    parameter int MaxWait = 24
) (
    input wire       clk_i,
    input wire       in_valid_i,
    input wire [3:0] in_data_i,
    input wire       out_ready_i,
    input wire       arready_i,
    input wire       rvalid_i
);
  localparam int ImageBeats = 2;
  // The start value is -2 in 4 bits, the weights are 1101.
  localparam bit [ImageBeats*8-1:0] Image = {8'h0d, 8'h0e};

  (* anyconst *) logic [3:0] vector;
  logic reset_q = 1'b1;
  always @(posedge clk_i) reset_q <= 1'b0;

  wire in_ready;
  wire out_valid;
  wire [4:0] out_data;
  wire arvalid;
  wire [7:0] arlen;
  wire [7:0] unused_araddr;
  wire [2:0] unused_arsize;
  wire [1:0] unused_arburst;
  wire rready;
  wire unused_error;

  // Beats owed, the next one of the image, and cycles that the memory kept waiting.
  logic [5:0] owed_q = '0;
  logic beat_q = 1'b0;
  logic late_q = 1'b0;
  wire taken = arvalid && arready_i;
  wire [7:0] rdata = Image[beat_q*8+:8];

  always @(posedge clk_i) begin
    if (!reset_q) begin
      owed_q <= owed_q + (taken ? 6'(arlen) + 6'd1 : 6'd0) - 6'(rvalid_i);
      if (rvalid_i) beat_q <= !beat_q;
      late_q <= (arvalid && !arready_i) || (owed_q != '0 && !rvalid_i);
    end
  end

  always @(*) begin
    if (reset_q || owed_q == '0) assume (!rvalid_i);
    if (late_q) assume ((!arvalid || arready_i) && (owed_q == '0 || rvalid_i));
    if (!reset_q) assert (rready);
  end

  bnn_engine #(
      .Pe            (1),
      .Simd          (4),
      .AccBits       (4),
      .Scores        (1),
      .OddScores     (0),
      .ScoreBits     (5),
      .InWords       (1),
      .EvenWords     (1),
      .OddWords      (1),
      .Layers        (1),
      .MaxWords      (1),
      .MaxKernelX    (1),
      .MaxKernelY    (1),
      .MaxPoolX      (1),
      .MaxPoolY      (1),
      .MaxOutX       (1),
      .MaxOutY       (1),
      .MaxFolds      (1),
      .PlaceBits     (2),
      .ProgramFile   ("program.hex"),
      .AxiBits       (8),
      .AxiAddressBits(8),
      .BurstBeats    (2),
      .ImageBeats    (ImageBeats),
      .TileDepth     (4)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (!reset_q),
      .base_i     (8'h00),
      .arvalid_o  (arvalid),
      .arready_i  (arready_i),
      .araddr_o   (unused_araddr),
      .arlen_o    (arlen),
      .arsize_o   (unused_arsize),
      .arburst_o  (unused_arburst),
      .rvalid_i   (rvalid_i),
      .rready_o   (rready),
      .rdata_i    (rdata),
      .rresp_i    (2'b00),
      .rlast_i    (1'b1),
      .error_o    (unused_error),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  // The score 2*count - 4.
  wire [3:0] equal = ~(vector ^ 4'b1101);
  wire [4:0] count = 5'd0 + equal[0] + equal[1] + equal[2] + equal[3];

  formal_stream #(
      .InBits  (4),
      .OutBits (5),
      .MaxHeld (MaxHeld),
      .MaxWait (MaxWait)
  ) u_stream (
      .clk_i      (clk_i),
      .rst_ni     (!reset_q),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_i   (vector),
      .expected_i ((count << 1) - 5'd4)
  );
endmodule

`default_nettype wire
