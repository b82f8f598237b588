// tb_bnn_pe -- an input word is {start, w, x}; the sum so far leaves one cycle later.
//   Every Beats words of x make a sum; with BitSerial a word of x is InBits beats.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_pe #(
    parameter int Simd = 4,
    parameter int InBits = 1,
    parameter bit InSigned = 0,
    parameter bit BitSerial = 0,
    parameter int WeightBits = 1,
    parameter bit Hard = 0,
    parameter int AccBits = 8
);
  localparam int Beats = 3;
  localparam int XBits = Simd * (BitSerial ? 1 : InBits);
  localparam int WBits = Simd * WeightBits;
  localparam int BitBeats = BitSerial ? InBits : 1;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [AccBits+WBits+XBits-1:0] source_data;
  wire sink_ready;
  wire [AccBits-1:0] sink_data;

  logic valid_q;
  logic [AccBits-1:0] start_q;
  int beat_q;
  int bit_q;
  wire add = valid_q && source_ready;

  assign source_ready = sink_ready || !valid_q;

  always_ff @(posedge clk) begin
    if (!rst_n) valid_q <= 1'b0;
    else if (source_ready) valid_q <= source_valid;
    if (source_ready) start_q <= source_data[WBits+XBits+:AccBits];
    if (!rst_n) bit_q <= 0;
    else if (add) bit_q <= (bit_q + 1) % BitBeats;
    if (!rst_n) beat_q <= 0;
    else if (add && bit_q == BitBeats - 1) beat_q <= (beat_q + 1) % Beats;
  end

  bnn_pe #(
      .Simd     (Simd),
      .InBits   (InBits),
      .InSigned (InSigned),
      .BitSerial(BitSerial),
      .WeightBits(WeightBits),
      .Hard     (Hard),
      .AccBits  (AccBits)
  ) u_dut (
      .clk_i      (clk),
      .enable_i   (source_ready),
      .add_i      (add),
      .first_i    (beat_q == 0),
      .bit_first_i(bit_q == 0),
      .bit_last_i (bit_q == BitBeats - 1),
      .x_i        (source_data[XBits-1:0]),
      .w_i        (source_data[XBits+:WBits]),
      .start_i    (start_q),
      .sum_o      (sink_data)
  );

  tb_bench #(
      .InBits        (AccBits + WBits + XBits),
      .OutBits       (AccBits),
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
