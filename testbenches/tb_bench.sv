// tb_bench -- the surroundings of one unit: clock, reset, source and sink.
// The first reset edge finds the unit's registers unknown; reset lasts four cycles.
`default_nettype none

module tb_bench #(
    parameter int InBits = 8,
    parameter int OutBits = 8,
    parameter int BeatsPerVector = 1
) (
    output logic               clk_o,
    output logic               rst_no,
    output wire                source_valid_o,
    input  wire                source_ready_i,
    output wire  [ InBits-1:0] source_data_o,
    input  wire                sink_valid_i,
    output wire                sink_ready_o,
    input  wire  [OutBits-1:0] sink_data_i
);
  wire source_done;

  initial begin
    clk_o  = 1'b0;
    rst_no = 1'b0;
    #40 rst_no = 1'b1;
  end

  always #5 clk_o = !clk_o;

  tb_stream_source #(
      .Width(InBits)
  ) u_source (
      .clk_i      (clk_o),
      .rst_ni     (rst_no),
      .out_valid_o(source_valid_o),
      .out_ready_i(source_ready_i),
      .out_data_o (source_data_o),
      .done_o     (source_done)
  );

  tb_stream_sink #(
      .Width         (OutBits),
      .BeatsPerVector(BeatsPerVector)
  ) u_sink (
      .clk_i         (clk_o),
      .rst_ni        (rst_no),
      .source_valid_i(source_valid_o),
      .source_ready_i(source_ready_i),
      .source_done_i (source_done),
      .in_valid_i    (sink_valid_i),
      .in_ready_o    (sink_ready_o),
      .in_data_i     (sink_data_i)
  );
endmodule

`default_nettype wire
