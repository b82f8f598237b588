// bnn_load_port -- AXI4-Lite writes, for weights and thresholds.
//   A write of a whole word leaves as load_o for one cycle: {1, address / 4, data}. One of some
//   bytes only, and every read, is answered with SLVERR; reads give 0.
//   interval    2 cycles per write, 2 per read, when the answers are taken at once
//   latency     0 from the transfer of address and data to load_o, 1 to the answer
//   storage     two valid bits and a bit of the write's answer
//   backpressure  address and data of a write are taken together; no new one before its answer left
`default_nettype none

module bnn_load_port (
    input  wire         clk_i,
    input  wire         rst_ni,
    input  wire         awvalid_i,
    output wire         awready_o,
    input  wire  [31:0] awaddr_i,
    input  wire         wvalid_i,
    output wire         wready_o,
    input  wire  [31:0] wdata_i,
    input  wire  [ 3:0] wstrb_i,
    output logic        bvalid_o,
    input  wire         bready_i,
    output wire  [ 1:0] bresp_o,
    input  wire         arvalid_i,
    output wire         arready_o,
    output logic        rvalid_o,
    input  wire         rready_i,
    output wire  [31:0] rdata_o,
    output wire  [ 1:0] rresp_o,
    output wire  [64:0] load_o
);
  logic refused_q;
  wire  write = awvalid_i && wvalid_i && !bvalid_o;
  wire  is_whole = wstrb_i == 4'hf;
  wire  unused_low = &{1'b0, awaddr_i[1:0]};

  assign awready_o = write;
  assign wready_o  = write;
  assign bresp_o   = {refused_q, 1'b0};
  assign arready_o = !rvalid_o;
  assign rdata_o   = '0;
  assign rresp_o   = 2'b10;
  assign load_o    = {write && is_whole, 2'b00, awaddr_i[31:2], wdata_i};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      bvalid_o <= 1'b0;
      rvalid_o <= 1'b0;
    end else begin
      bvalid_o <= write || (bvalid_o && !bready_i);
      rvalid_o <= (arvalid_i && arready_o) || (rvalid_o && !rready_i);
    end
    if (write) refused_q <= !is_whole;
  end
endmodule

`default_nettype wire
