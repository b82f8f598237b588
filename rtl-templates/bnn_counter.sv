// bnn_counter -- counts the steps of a fold: Start .. Count-1, and again from 0.
//   last_o = (count_o == Count-1)
//   storage      $clog2(Count) flip-flops, none for Count = 1
//   stream       none; count_o moves one cycle after step_i
//   parameters   Count >= 1, 0 <= Start < Count, the value after reset
`default_nettype none

module bnn_counter #(
    parameter int Count = 4,
    parameter int Start = 0,
    parameter int CountBits = (Count > 1) ? $clog2(Count) : 1
) (
    input  wire                  clk_i,
    input  wire                  rst_ni,
    input  wire                  step_i,
    output logic [CountBits-1:0] count_o,
    output logic                 last_o
);
  initial begin
    if (Count < 1) $fatal(1, "bnn_counter: Count is %0d, must be at least 1", Count);
    if (Start < 0 || Start >= Count)
      $fatal(1, "bnn_counter: Start is %0d, must be 0 to Count-1, %0d", Start, Count - 1);
  end

  // A power of two wraps by itself. The initial value changes no behaviour: it stops yosys from
  // keeping a second copy of a counter that addresses a memory.
  localparam bit WrapsItself = Count == 2 ** CountBits;
  logic [CountBits-1:0] count_q = CountBits'(Start);

  assign count_o = (Count == 1) ? '0 : count_q;
  assign last_o  = (Count == 1) || (count_q == CountBits'(Count - 1));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) count_q <= CountBits'(Start);
    else if (step_i) count_q <= (last_o && !WrapsItself) ? '0 : count_q + 1'b1;
  end
endmodule

`default_nettype wire
