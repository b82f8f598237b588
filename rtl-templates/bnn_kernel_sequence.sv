// bnn_kernel_sequence -- weights of few different kernels, as indices of them in the order of use.
//   w[p][t][b][l] = bit t of kernel index[p][b][l]   pass p, tap t, word b of the tap, lane l
//   latency     data_o is w[0][0][0] after reset, and the next word after each step_i: p slowest,
//               then t, then b; after the last the first
//   storage     indices: bnn_rom, Passes*Words words of Lanes*IndexBits bits, index[p][b][l] at
//               word p*Words+b, bit l*IndexBits; read once for each tap
//               kernels: 2**IndexBits words of Taps bits, part of the logic
//               registers: the address, and counters of Words and Taps
//   parameters  Lanes, Words, Taps, Passes, IndexBits >= 1; IndexFile, KernelFile: $readmemh
//               format, one word per line; Style as of bnn_rom, for the indices
`default_nettype none

module bnn_kernel_sequence #(
    parameter int Lanes = 32,
    parameter int Words = 2,
    parameter int Taps = 9,
    parameter int Passes = 4,
    parameter int IndexBits = 3,
    parameter     IndexFile = "",
    parameter     KernelFile = "",
    parameter     Style = "auto"
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    input  wire             step_i,
    output wire [Lanes-1:0] data_o
);
  initial begin
    if (Lanes < 1 || IndexBits < 1)
      $fatal(1, "bnn_kernel_sequence: Lanes and IndexBits must be at least 1");
    if (Words < 1 || Taps < 1 || Passes < 1)
      $fatal(1, "bnn_kernel_sequence: Words, Taps and Passes must be at least 1");
  end

  localparam int Depth = Passes * Words;
  localparam int AddressBits = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int TapBits = (Taps > 1) ? $clog2(Taps) : 1;
  localparam int WordBits = (Words > 1) ? $clog2(Words) : 1;

  wire [WordBits-1:0] word;
  wire word_is_last;
  wire [TapBits-1:0] tap;
  wire tap_is_last;
  wire unused_word = &{1'b0, word};

  bnn_counter #(
      .Count(Words)
  ) u_word (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i),
      .count_o(word),
      .last_o (word_is_last)
  );

  bnn_counter #(
      .Count(Taps)
  ) u_tap (
      .clk_i  (clk_i),
      .rst_ni (rst_ni),
      .step_i (step_i && word_is_last),
      .count_o(tap),
      .last_o (tap_is_last)
  );

  // The indices are read one step ahead, first during reset.
  logic [AddressBits-1:0] address_q;
  wire wraps =
      !rst_ni || (word_is_last && tap_is_last && address_q == AddressBits'(Depth - 1));
  wire goes_back = word_is_last && !tap_is_last;
  wire [AddressBits-1:0] distance = goes_back ? AddressBits'(1 - Words) : AddressBits'(1);
  wire [AddressBits-1:0] address_d = wraps ? '0 : address_q + distance;
  wire fetch = step_i || !rst_ni;
  wire [Lanes*IndexBits-1:0] indices;

  always_ff @(posedge clk_i) begin
    if (fetch) address_q <= address_d;
  end

  bnn_rom #(
      .Width(Lanes * IndexBits),
      .Depth(Depth),
      .File (IndexFile),
      .Style(Style)
  ) u_indices (
      .clk_i (clk_i),
      .en_i  (fetch),
      .addr_i(address_d),
      .data_o(indices)
  );

  // Taps that do not occur are like the nearest one below with fewer bits: so tables are small.
  function automatic int like(input int t);
    like = t;
    while (like >= Taps) like = like & (like - 1);
  endfunction

  (* rom_style = "distributed", ram_style = "logic" *)
  logic [Taps-1:0] kernels[0:2**IndexBits-1];

  initial if (KernelFile != "") $readmemh(KernelFile, kernels);

  generate
    for (genvar l = 0; l < Lanes; l++) begin : gen_lane
      wire [Taps-1:0] bits = kernels[indices[l*IndexBits+:IndexBits]];
      wire [2**TapBits-1:0] kernel;

      for (genvar t = 0; t < 2 ** TapBits; t++) begin : gen_tap
        assign kernel[t] = bits[like(t)];
      end

      assign data_o[l] = kernel[tap];
    end
  endgenerate
endmodule

`default_nettype wire
