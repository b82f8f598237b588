// tb_bench -- the surroundings of one unit: clock, reset, sources and sinks.
// The first reset edge finds the unit's registers unknown; reset lasts four cycles. Every stream
// idles or stalls by itself. Of two Sources the first has the low FirstBits of the payload, and the
// second the bits above and a file of its own. All Sinks expect the same beats and have OutBits of
// the payload each. PASS is printed when all of them are done.
`default_nettype none

module tb_bench #(
    parameter int InBits = 8,
    parameter int OutBits = 8,
    parameter int BeatsPerVector = 1,
    parameter int Sources = 1,
    parameter int FirstBits = InBits,
    parameter int Sinks = 1
) (
    output logic                     clk_o,
    output logic                     rst_no,
    output wire  [      Sources-1:0] source_valid_o,
    input  wire  [      Sources-1:0] source_ready_i,
    output wire  [       InBits-1:0] source_data_o,
    input  wire  [        Sinks-1:0] sink_valid_i,
    output wire  [        Sinks-1:0] sink_ready_o,
    input  wire  [Sinks*OutBits-1:0] sink_data_i
);
  wire [Sources-1:0] source_done;
  wire [  Sinks-1:0] sink_done;

  initial begin
    clk_o  = 1'b0;
    rst_no = 1'b0;
    #40 rst_no = 1'b1;
  end

  always #5 clk_o = !clk_o;

  always @(posedge clk_o) begin
    if (&sink_done) begin
      $display("PASS");
      $finish;
    end
  end

  generate
    for (genvar s = 0; s < Sources; s++) begin : gen_source
      localparam int Width = (s == 0) ? FirstBits : InBits - FirstBits;

      tb_stream_source #(
          .Width (Width),
          .Stream(s)
      ) u_source (
          .clk_i      (clk_o),
          .rst_ni     (rst_no),
          .out_valid_o(source_valid_o[s]),
          .out_ready_i(source_ready_i[s]),
          .out_data_o (source_data_o[s*FirstBits+:Width]),
          .done_o     (source_done[s])
      );
    end

    for (genvar s = 0; s < Sinks; s++) begin : gen_sink
      tb_stream_sink #(
          .Width         (OutBits),
          .BeatsPerVector(BeatsPerVector),
          .Stream        (s)
      ) u_sink (
          .clk_i         (clk_o),
          .rst_ni        (rst_no),
          .source_valid_i(|source_valid_o),
          .source_ready_i(|(source_valid_o & source_ready_i)),
          .source_done_i (&source_done),
          .in_valid_i    (sink_valid_i[s]),
          .in_ready_o    (sink_ready_o[s]),
          .in_data_i     (sink_data_i[s*OutBits+:OutBits]),
          .done_o        (sink_done[s])
      );
    end
  endgenerate
endmodule

`default_nettype wire
