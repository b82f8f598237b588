// bnn_axi_reader -- reads an image in external memory over AXI4 from end to end, again and again.
//   bursts        BurstBeats beats each, the last one of the image what is left; INCR, never across
//                 4 KiB, because an image begins at a multiple of BurstBeats*DataBits/8 bytes: the
//                 low bits of base_i are taken as 0. base_i is looked at when an image begins.
//   room          RoomBeats beats are promised at reset, FreeBeats more with each free_i; a burst
//                 is asked for when there is room for all of it, so rready_o is always 1
//   interval      1 beat per cycle, if the memory gives one: 2 cycles per address
//   latency       1 cycle from reset, or room, to arvalid_o; none from rdata_i to out_data_o
//   storage       an address, the room, a counter of bursts, two bits
//   backpressure  none: what was asked for must be taken
//   stream  role    payload   beats per image
//   out     source  DataBits  Beats; no ready
//   parameters  DataBits: a power of two from 8 to 1024; Beats, FreeBeats >= 1; BurstBeats: a power
//               of two from 1 to 256, at most 4 KiB, at most RoomBeats
// error_o stays 1 after an answer with an error. Beats that are under way when the reset begins
// must not come after it: what answers is reset too, or idle.
`default_nettype none

module bnn_axi_reader #(
    parameter int AddressBits = 32,
    parameter int DataBits = 64,
    parameter int Beats = 100,
    parameter int BurstBeats = 16,
    parameter int RoomBeats = 64,
    parameter int FreeBeats = 4
) (
    input  wire                    clk_i,
    input  wire                    rst_ni,
    input  wire  [AddressBits-1:0] base_i,
    output logic                   arvalid_o,
    input  wire                    arready_i,
    output logic [AddressBits-1:0] araddr_o,
    output wire  [            7:0] arlen_o,
    output wire  [            2:0] arsize_o,
    output wire  [            1:0] arburst_o,
    input  wire                    rvalid_i,
    output wire                    rready_o,
    input  wire  [   DataBits-1:0] rdata_i,
    input  wire  [            1:0] rresp_i,
    input  wire                    rlast_i,
    input  wire                    free_i,
    output wire                    out_valid_o,
    output wire  [   DataBits-1:0] out_data_o,
    output logic                   error_o
);
  localparam int BurstBytes = BurstBeats * DataBits / 8;
  localparam int Bursts = (Beats + BurstBeats - 1) / BurstBeats;
  localparam int LastBeats = Beats - (Bursts - 1) * BurstBeats;
  localparam int RoomBits = $clog2(RoomBeats + 1);
  // Yosys 0.23 takes ~AddressBits'(...) for one bit.
  localparam bit [AddressBits-1:0] WithinBurst = AddressBits'(BurstBytes - 1);

  initial begin
    if (DataBits < 8 || DataBits > 1024 || 2 ** $clog2(DataBits) != DataBits)
      $fatal(1, "bnn_axi_reader: DataBits is %0d, must be a power of two, 8 to 1024", DataBits);
    if (BurstBeats < 1 || BurstBeats > 256 || 2 ** $clog2(BurstBeats) != BurstBeats
        || BurstBytes > 4096)
      $fatal(1, "bnn_axi_reader: BurstBeats is %0d, must be a power of two, at most 256 and 4 KiB",
             BurstBeats);
    if (Beats < 1 || FreeBeats < 1)
      $fatal(1, "bnn_axi_reader: Beats, FreeBeats must be at least 1");
    if (RoomBeats < BurstBeats)
      $fatal(1, "bnn_axi_reader: RoomBeats is %0d, less than BurstBeats", RoomBeats);
  end

  wire [((Bursts > 1) ? $clog2(Bursts) : 1)-1:0] burst;
  wire                                           burst_is_last;
  wire [RoomBits-1:0] length = burst_is_last ? RoomBits'(LastBeats) : RoomBits'(BurstBeats);
  logic [RoomBits-1:0] room_q;
  wire promise = !arvalid_o && room_q >= length;
  wire unused_end = &{1'b0, rlast_i, rresp_i[0], base_i};

  assign arlen_o     = burst_is_last ? 8'(LastBeats - 1) : 8'(BurstBeats - 1);
  assign arsize_o    = 3'($clog2(DataBits / 8));
  assign arburst_o   = 2'b01;
  assign rready_o    = 1'b1;
  assign out_valid_o = rvalid_i;
  assign out_data_o  = rdata_i;

  bnn_counter #(
      .Count(Bursts)
  ) u_burst (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (arvalid_o && arready_i),
      .count_o(burst),
      .last_o (burst_is_last)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      arvalid_o <= 1'b0;
      room_q    <= RoomBits'(RoomBeats);
      error_o   <= 1'b0;
    end else begin
      arvalid_o <= promise || (arvalid_o && !arready_i);
      room_q    <= room_q - (promise ? length : '0) + (free_i ? RoomBits'(FreeBeats) : '0);
      error_o   <= error_o || (rvalid_i && rresp_i[1]);
    end
  end

  always_ff @(posedge clk_i) begin
    if (promise)
      araddr_o <= (burst == '0) ? base_i & ~WithinBurst
                                : araddr_o + AddressBits'(BurstBytes);
  end
endmodule

`default_nettype wire
