// tb_bnn_engine -- maps of bits through a chain of layers, the weights from a memory, of which
// FaultyBeat answers with an error: error_o is 1 from then on, and everything else goes on.
//   plusargs as in tb_stream_source, tb_stream_sink and tb_axi_memory
`default_nettype none

module tb_bnn_engine #(
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
    parameter int BurstBeats = 16,
    parameter int ImageBeats = 64,
    parameter int TileDepth = 64,
    parameter int OutBeats = 1,
    parameter int FaultyBeat = -1,
    parameter     ImageFile = ""
);
  localparam int OutBits = Scores ? Pe * ScoreBits : Simd;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [Simd-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;
  wire arvalid;
  wire arready;
  wire [31:0] araddr;
  wire [7:0] arlen;
  wire [2:0] arsize;
  wire [1:0] arburst;
  wire rvalid;
  wire rready;
  wire [AxiBits-1:0] rdata;
  wire [1:0] rresp;
  wire rlast;
  wire error;
  logic faulty_q;

  always @(posedge clk) begin
    if (!rst_n) faulty_q <= 1'b0;
    else if (rvalid && rresp != 2'b00) faulty_q <= 1'b1;
    if (rst_n && error !== faulty_q)
      $fatal(1, "tb_bnn_engine: error is %b, expected %b", error, faulty_q);
  end

  bnn_engine #(
      .Pe         (Pe),
      .Simd       (Simd),
      .Stages     (Stages),
      .AccBits    (AccBits),
      .Scores     (Scores),
      .OddScores  (OddScores),
      .ScoreBits  (ScoreBits),
      .InWords    (InWords),
      .EvenWords  (EvenWords),
      .OddWords   (OddWords),
      .Layers     (Layers),
      .MaxWords   (MaxWords),
      .MaxKernelX (MaxKernelX),
      .MaxKernelY (MaxKernelY),
      .MaxPoolX   (MaxPoolX),
      .MaxPoolY   (MaxPoolY),
      .MaxOutX    (MaxOutX),
      .MaxOutY    (MaxOutY),
      .MaxFolds   (MaxFolds),
      .PlaceBits  (PlaceBits),
      .ProgramFile(ProgramFile),
      .AxiBits    (AxiBits),
      .BurstBeats (BurstBeats),
      .ImageBeats (ImageBeats),
      .TileDepth  (TileDepth)
  ) u_dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .base_i     (32'h1000_0000 | 32'(BurstBeats * AxiBits / 8 - 1)),
      .arvalid_o  (arvalid),
      .arready_i  (arready),
      .araddr_o   (araddr),
      .arlen_o    (arlen),
      .arsize_o   (arsize),
      .arburst_o  (arburst),
      .rvalid_i   (rvalid),
      .rready_o   (rready),
      .rdata_i    (rdata),
      .rresp_i    (rresp),
      .rlast_i    (rlast),
      .error_o    (error),
      .in_valid_i (source_valid),
      .in_ready_o (source_ready),
      .in_data_i  (source_data),
      .out_valid_o(sink_valid),
      .out_ready_i(sink_ready),
      .out_data_o (sink_data)
  );

  tb_axi_memory #(
      .DataBits  (AxiBits),
      .Beats     (ImageBeats),
      .FaultyBeat(FaultyBeat),
      .File      (ImageFile)
  ) u_memory (
      .clk_i    (clk),
      .rst_ni   (rst_n),
      .arvalid_i(arvalid),
      .arready_o(arready),
      .araddr_i (araddr),
      .arlen_i  (arlen),
      .arsize_i (arsize),
      .arburst_i(arburst),
      .rvalid_o (rvalid),
      .rready_i (rready),
      .rdata_o  (rdata),
      .rresp_o  (rresp),
      .rlast_o  (rlast)
  );

  tb_bench #(
      .InBits        (Simd),
      .OutBits       (OutBits),
      .BeatsPerVector(OutBeats)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i(source_ready),
      .source_data_o (source_data),
      .sink_valid_i  (sink_valid),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (sink_data)
  );
endmodule

`default_nettype wire
