// tb_bnn_axi_reader -- an input word is {address, beats less 1} of a burst that must be asked for,
// an expected word a beat of the image, through a FIFO of RoomBeats beats.
//   plusargs as in tb_stream_source, tb_stream_sink and tb_axi_memory
`default_nettype none

module tb_bnn_axi_reader #(
    parameter int AddressBits = 32,
    parameter int DataBits = 64,
    parameter int Beats = 100,
    parameter int BurstBeats = 16,
    parameter int RoomBeats = 64,
    parameter int FreeBeats = 4,
    parameter     ImageFile = ""
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [AddressBits+7:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [DataBits-1:0] sink_data;
  wire arvalid;
  wire memory_arready;
  wire arready = memory_arready && source_valid;
  wire [AddressBits-1:0] araddr;
  wire [7:0] arlen;
  wire [2:0] arsize;
  wire [1:0] arburst;
  wire rvalid;
  wire rready;
  wire [DataBits-1:0] rdata;
  wire [1:0] rresp;
  wire rlast;
  wire error;
  wire valid;
  wire [DataBits-1:0] data;
  // The FIFO: what it holds, and how many beats came and left.
  logic [DataBits-1:0] held[0:RoomBeats-1];
  int came;
  int left;
  wire leaves = sink_valid && sink_ready;

  assign sink_valid = came != left;
  assign sink_data  = held[left%RoomBeats];

  assign source_ready = arvalid && memory_arready;

  always @(posedge clk) begin
    if (rst_n && source_valid && source_ready && source_data != {araddr, arlen})
      $fatal(1, "tb_bnn_axi_reader: burst %h, expected %h", {araddr, arlen}, source_data);
    if (!rst_n) begin
      came <= 0;
      left <= 0;
    end else begin
      if (valid) held[came%RoomBeats] <= data;
      came <= came + int'(valid);
      left <= left + int'(leaves);
    end
    if (rst_n && valid && came - left == RoomBeats)
      $fatal(1, "tb_bnn_axi_reader: a beat without room");
    if (rst_n && error !== 1'b0) $fatal(1, "tb_bnn_axi_reader: error is %b", error);
  end

  bnn_axi_reader #(
      .AddressBits(AddressBits),
      .DataBits   (DataBits),
      .Beats      (Beats),
      .BurstBeats (BurstBeats),
      .RoomBeats  (RoomBeats),
      .FreeBeats  (FreeBeats)
  ) u_dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .base_i     (AddressBits'(32'h1000_0000 | (BurstBeats * DataBits / 8 - 1))),
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
      .free_i     (leaves && left % FreeBeats == FreeBeats - 1),
      .out_valid_o(valid),
      .out_data_o (data),
      .error_o    (error)
  );

  tb_axi_memory #(
      .AddressBits(AddressBits),
      .DataBits   (DataBits),
      .Beats      (Beats),
      .File       (ImageFile)
  ) u_memory (
      .clk_i    (clk),
      .rst_ni   (rst_n),
      .arvalid_i(arvalid && source_valid),
      .arready_o(memory_arready),
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
      .InBits        (AddressBits + 8),
      .OutBits       (DataBits),
      .BeatsPerVector(1)
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
