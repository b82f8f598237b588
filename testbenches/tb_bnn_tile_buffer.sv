// tb_bnn_tile_buffer -- tiles of Tile words come out Passes times each.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_tile_buffer #(
    parameter int DataBits = 8,
    parameter int Banks = 2,
    parameter int Width = 12,
    parameter int Depth = 4,
    parameter     Style = "auto",
    parameter int Tile = 2,
    parameter int Passes = 2
);
  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [DataBits-1:0] source_data;
  wire sink_ready;
  wire [Width-1:0] sink_data;

  // Room, as the writer of beats knows it, and the output registers as two stages of a stream.
  int room;
  int word;
  int pass;
  logic late_valid_q;
  logic valid_q;
  wire enable = sink_ready || !valid_q;
  wire available;
  wire read = available && enable;
  wire is_last_pass = pass == Passes - 1;
  wire word_is_last = word == Tile - 1;
  wire free;

  assign source_ready = room > 0;

  always @(posedge clk) begin
    if (!rst_n) begin
      room <= Depth * Banks;
      word <= 0;
      pass <= 0;
      late_valid_q <= 1'b0;
      valid_q <= 1'b0;
    end else begin
      room <= room - int'(source_valid && source_ready) + (free ? Banks : 0);
      if (read && word_is_last) pass <= is_last_pass ? 0 : pass + 1;
      if (read) word <= word_is_last ? 0 : word + 1;
      if (enable) late_valid_q <= read;
      if (enable) valid_q <= late_valid_q;
    end
  end

  bnn_tile_buffer #(
      .DataBits(DataBits),
      .Banks   (Banks),
      .Width   (Width),
      .Depth   (Depth),
      .Style   (Style)
  ) u_dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .in_valid_i (source_valid && source_ready),
      .in_data_i  (source_data),
      .available_o(available),
      .enable_i   (enable),
      .read_i     (read),
      .release_i  (is_last_pass),
      .rewind_i   (word_is_last && !is_last_pass),
      .free_o     (free),
      .word_o     (sink_data)
  );

  tb_bench #(
      .InBits        (DataBits),
      .OutBits       (Width),
      .BeatsPerVector(1)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i(source_ready),
      .source_data_o (source_data),
      .sink_valid_i  (valid_q),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (sink_data)
  );
endmodule

`default_nettype wire
