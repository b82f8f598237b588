// bnn_tile_buffer -- a ring of weight words that are read several times before they are let go of.
//   word          Banks beats of DataBits, the first in the low bits; Width bits of it are kept
//   read_i        the next word comes out; available_o says that it is there
//   release_i     with read_i: it is not needed again; only of the first word held. free_o is 1
//                 when it can be overwritten, a cycle later
//   rewind_i      with read_i, without release_i: the next word is the first one held
//   enable_i      low holds what was read; without it no read_i
//   latency       3 cycles from a word's last beat to the word, 2 from read_i
//   storage       Banks memories of Depth words, with registered read; four addresses, two levels
//   backpressure  none: whoever writes knows of free_o how much room there is, Depth words at reset
//   stream  role    payload   beats per word
//   in      sink    DataBits  Banks; no ready
//   parameters  all >= 1; (Banks-1)*DataBits < Width; Depth a power of two; Style as in bnn_ram
`default_nettype none

module bnn_tile_buffer #(
    parameter int DataBits = 64,
    parameter int Banks = 4,
    parameter int Width = 256,
    parameter int Depth = 16,
    parameter     Style = "auto"
) (
    input  wire                 clk_i,
    input  wire                 rst_ni,
    input  wire                 in_valid_i,
    input  wire  [DataBits-1:0] in_data_i,
    output wire                 available_o,
    input  wire                 enable_i,
    input  wire                 read_i,
    input  wire                 release_i,
    input  wire                 rewind_i,
    output wire                 free_o,
    output wire  [   Width-1:0] word_o
);
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int LevelBits = $clog2(Depth + 1);

  initial begin
    if (Banks < 1 || (Banks - 1) * DataBits >= Width)
      $fatal(1, "bnn_tile_buffer: Banks is %0d, too many for %0d bits", Banks, Width);
    if (Depth < 1 || 2 ** $clog2(Depth) != Depth)
      $fatal(1, "bnn_tile_buffer: Depth is %0d, must be a power of two", Depth);
  end

  wire [((Banks > 1) ? $clog2(Banks) : 1)-1:0] bank;
  wire bank_is_last;
  wire [AddressBits-1:0] write_address;
  wire unused_last;
  wire written = in_valid_i && bank_is_last;
  wire released = read_i && release_i;
  // Held: written and not released. Unread: of them those from the next word on.
  logic [LevelBits-1:0] held_q;
  logic [LevelBits-1:0] unread_q;
  wire [LevelBits-1:0] held_d = held_q + LevelBits'(written) - LevelBits'(released);
  wire [AddressBits-1:0] first;
  wire unused_first_last;
  logic [AddressBits-1:0] read_q;
  wire [AddressBits-1:0] next = (Depth > 1) ? read_q + 1'b1 : '0;
  // The memories are read a cycle later.
  logic late_read_q;
  logic late_release_q;
  logic [AddressBits-1:0] late_address_q;

  assign available_o = unread_q != '0;
  assign free_o      = enable_i && late_release_q;

  bnn_counter #(
      .Count(Banks)
  ) u_bank (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (in_valid_i),
      .count_o(bank),
      .last_o (bank_is_last)
  );

  bnn_counter #(
      .Count(Depth)
  ) u_write (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (written),
      .count_o(write_address),
      .last_o (unused_last)
  );

  bnn_counter #(
      .Count(Depth)
  ) u_first (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (released),
      .count_o(first),
      .last_o (unused_first_last)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      held_q         <= '0;
      unread_q       <= '0;
      read_q         <= '0;
      late_read_q    <= 1'b0;
      late_release_q <= 1'b0;
    end else begin
      held_q <= held_d;
      if (enable_i) late_read_q <= read_i;
      if (enable_i) late_release_q <= released;
      unread_q <= (read_i && rewind_i) ? held_d
                                       : unread_q + LevelBits'(written) - LevelBits'(read_i);
      if (read_i) read_q <= rewind_i ? first : next;
    end
  end

  always_ff @(posedge clk_i) begin
    if (read_i) late_address_q <= read_q;
  end

  generate
    for (genvar b = 0; b < Banks; b++) begin : gen_bank
      localparam int Rest = Width - b * DataBits;
      localparam int Bits = (Rest < DataBits) ? Rest : DataBits;

      bnn_ram #(
          .Width(Bits),
          .Depth(Depth),
          .Style(Style)
      ) u_memory (
          .clk_i       (clk_i),
          .write_i     (in_valid_i && 32'(bank) == b),
          .write_addr_i(write_address),
          .write_data_i(in_data_i[Bits-1:0]),
          .read_i      (late_read_q && enable_i),
          .read_addr_i (late_address_q),
          .read_data_o (word_o[b*DataBits+:Bits])
      );

      if (Bits < DataBits) begin : gen_rest
        wire unused_rest = &{1'b0, in_data_i[DataBits-1:Bits]};
      end
    end
  endgenerate
endmodule

`default_nettype wire
