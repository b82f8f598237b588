// formal_width_converter -- every element comes out once, in its lane; pad lanes are zero.
`default_nettype none

module formal_width_converter #(
    parameter int ElementBits = 1,
    parameter int Elements = 5,
    parameter int InLanes = 4,
    parameter int OutLanes = 2,
    parameter int MaxHeld = 3
) (
    input wire clk_i,
    input wire in_valid_i,
    input wire [InBits-1:0] in_data_i,
    input wire out_ready_i
);
  localparam int InBits = InLanes * ElementBits;
  localparam int OutBits = OutLanes * ElementBits;
  localparam int InBeats = (Elements + InLanes - 1) / InLanes;
  localparam int OutBeats = (Elements + OutLanes - 1) / OutLanes;

  (* anyconst *) logic [InBits*InBeats-1:0] vector;
  logic [OutBits*OutBeats-1:0] expected;
  logic rst_n = 1'b0;
  wire in_ready;
  wire out_valid;
  wire [OutBits-1:0] out_data;

  always_ff @(posedge clk_i) rst_n <= 1'b1;

  always_comb begin
    expected = '0;
    expected[Elements*ElementBits-1:0] = vector[Elements*ElementBits-1:0];
  end

  bnn_width_converter #(
      .ElementBits(ElementBits),
      .Elements   (Elements),
      .InLanes    (InLanes),
      .OutLanes   (OutLanes)
  ) u_dut (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_o (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_o(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_o (out_data)
  );

  formal_stream #(
      .InBits  (InBits),
      .InBeats (InBeats),
      .OutBits (OutBits),
      .OutBeats(OutBeats),
      .MaxHeld (MaxHeld),
      .MaxWait (4)
  ) u_stream (
      .clk_i      (clk_i),
      .rst_ni     (rst_n),
      .in_valid_i (in_valid_i),
      .in_ready_i (in_ready),
      .in_data_i  (in_data_i),
      .out_valid_i(out_valid),
      .out_ready_i(out_ready_i),
      .out_data_i (out_data),
      .vector_i   (vector),
      .expected_i (expected)
  );
endmodule

`default_nettype wire
