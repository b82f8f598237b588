// formal_axi_reader -- bnn_axi_reader in front of any AXI4 memory that answers what is asked.
//   addresses hold until they are taken, bursts never cross 4 KiB and follow each other through the
//   image; never are more beats under way or held than RoomBeats; beats leave as they come; every
//   address is asked for within two cycles of there being room
`default_nettype none

module formal_axi_reader #(
    parameter int DataBits = 8,
    parameter int Beats = 5,
    parameter int BurstBeats = 2,
    parameter int RoomBeats = 6,
    parameter int FreeBeats = 2
) (
    input wire                clk_i,
    input wire         [15:0] base_i,
    input wire                arready_i,
    input wire                rvalid_i,
    input wire [DataBits-1:0] rdata_i,
    input wire          [1:0] rresp_i,
    input wire                rlast_i,
    input wire                free_i
);
  localparam int Bytes = DataBits / 8;
  localparam bit [15:0] BurstBytes = 16'(BurstBeats * Bytes);
  localparam int Bursts = (Beats + BurstBeats - 1) / BurstBeats;

  logic reset_q = 1'b1;
  always @(posedge clk_i) reset_q <= 1'b0;

  wire arvalid;
  wire [15:0] araddr;
  wire [7:0] arlen;
  wire [2:0] arsize;
  wire [1:0] arburst;
  wire rready;
  wire valid;
  wire [DataBits-1:0] data;
  wire error;

  bnn_axi_reader #(
      .AddressBits(16),
      .DataBits   (DataBits),
      .Beats      (Beats),
      .BurstBeats (BurstBeats),
      .RoomBeats  (RoomBeats),
      .FreeBeats  (FreeBeats)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (!reset_q),
      .base_i     (base_i),
      .arvalid_o  (arvalid),
      .arready_i  (arready_i),
      .araddr_o   (araddr),
      .arlen_o    (arlen),
      .arsize_o   (arsize),
      .arburst_o  (arburst),
      .rvalid_i   (rvalid_i),
      .rready_o   (rready),
      .rdata_i    (rdata_i),
      .rresp_i    (rresp_i),
      .rlast_i    (rlast_i),
      .free_i     (free_i),
      .out_valid_o(valid),
      .out_data_o (data),
      .error_o    (error)
  );

  // Beats that were asked for and did not come; that came and were not let go of; the burst of
  // the image.
  logic [7:0] owed_q = '0;
  logic [7:0] held_q = '0;
  logic [7:0] burst_q = '0;
  logic [7:0] images_q = '0;
  logic [15:0] first_q = '0;
  logic was_waiting_q = 1'b0;
  logic [15:0] was_address_q = '0;
  logic [7:0] was_length_q = '0;
  logic failed_q = 1'b0;
  logic idle_q = 1'b0;
  wire taken = arvalid && arready_i;
  wire [7:0] length = arlen + 8'd1;
  wire [7:0] expected = (burst_q == 8'(Bursts - 1)) ? 8'(Beats - (Bursts - 1) * BurstBeats)
                                                    : 8'(BurstBeats);
  wire [7:0] under_way = owed_q + held_q + (arvalid ? length : 8'd0);
  wire has_room = under_way + expected <= 8'(RoomBeats);

  always @(*) begin
    if (reset_q || owed_q == '0) assume (!rvalid_i);
    if (reset_q || held_q < 8'(FreeBeats)) assume (!free_i);
  end

  always @(posedge clk_i) begin
    if (!reset_q) begin
      owed_q <= owed_q + (taken ? length : 8'd0) - 8'(rvalid_i);
      held_q <= held_q + 8'(rvalid_i) - (free_i ? 8'(FreeBeats) : 8'd0);
      if (taken) begin
        burst_q <= (burst_q == 8'(Bursts - 1)) ? 8'd0 : burst_q + 8'd1;
        if (burst_q == '0) first_q <= araddr;
        if (burst_q == 8'(Bursts - 1) && images_q != 8'hff) images_q <= images_q + 8'd1;
      end
      was_waiting_q <= arvalid && !arready_i;
      was_address_q <= araddr;
      was_length_q  <= arlen;
      failed_q <= failed_q || (rvalid_i && rresp_i[1]);
      idle_q <= has_room && !arvalid;
    end
  end

  always @(*) begin
    if (!reset_q) begin
      assert (rready);
      assert (valid == rvalid_i && (!valid || data == rdata_i));
      assert (error == failed_q);
      assert (arburst == 2'b01 && 8'(1 << arsize) == 8'(Bytes));
      assert (under_way <= 8'(RoomBeats));
      if (was_waiting_q) assert (arvalid && araddr == was_address_q && arlen == was_length_q);
      // Asked for at once where there is room.
      if (idle_q) assert (arvalid);
      if (arvalid) begin
        assert (length == expected);
        assert (araddr[15:12] == 4'((32'(araddr) + 32'(length) * Bytes - 1) >> 12));
        assert ((araddr & 16'(BurstBeats * Bytes - 1)) == 16'd0);
        if (burst_q != '0) assert (araddr - first_q == burst_q * BurstBytes);
      end
      cover (images_q == 8'd2);
      cover (under_way == 8'(RoomBeats));
    end
  end
endmodule

`default_nettype wire
