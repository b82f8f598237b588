// tb_bnn_load_port -- an input word is {strobes, address, data} of a write, an output word {answer,
//   what left as load_o}. A read is asked for all the time.
//   plusargs as in tb_stream_source and tb_stream_sink
`default_nettype none

module tb_bnn_load_port;
  localparam int InBits = 68;
  localparam int OutBits = 67;

  wire clk;
  wire rst_n;
  wire source_valid;
  wire source_ready;
  wire [InBits-1:0] source_data;
  wire sink_valid;
  wire sink_ready;
  wire [OutBits-1:0] sink_data;

  wire w_ready;
  wire r_valid;
  wire [31:0] r_data;
  wire [1:0] r_response;
  wire [64:0] load;
  logic [64:0] load_q;

  assign sink_data[64:0] = load_q;

  always_ff @(posedge clk) begin
    if (source_valid && source_ready) load_q <= load;
  end

  always @(posedge clk) begin
    if (source_ready != w_ready) $fatal(1, "tb_bnn_load_port: address and data taken apart");
    if (rst_n && r_valid && (r_data != 0 || r_response != 2'b10))
      $fatal(1, "tb_bnn_load_port: a read was answered with %h, %b", r_data, r_response);
    if (load[64] && !(source_valid && source_ready)) $fatal(1, "tb_bnn_load_port: no write");
  end

  bnn_load_port u_dut (
      .clk_i    (clk),
      .rst_ni   (rst_n),
      .awvalid_i(source_valid),
      .awready_o(source_ready),
      .awaddr_i (source_data[63:32]),
      .wvalid_i (source_valid),
      .wready_o (w_ready),
      .wdata_i  (source_data[31:0]),
      .wstrb_i  (source_data[67:64]),
      .bvalid_o (sink_valid),
      .bready_i (sink_ready),
      .bresp_o  (sink_data[66:65]),
      .arvalid_i(1'b1),
      .arready_o(),
      .rvalid_o (r_valid),
      .rready_i (sink_ready),
      .rdata_o  (r_data),
      .rresp_o  (r_response),
      .load_o   (load)
  );

  tb_bench #(
      .InBits        (InBits),
      .OutBits       (OutBits),
      .BeatsPerVector(1)
  ) u_bench (
      .clk_o         (clk),
      .rst_no        (rst_n),
      .source_valid_o(source_valid),
      .source_ready_i(source_ready),
      .source_data_o (source_data),
      .sink_valid_i  (sink_valid),
      .sink_ready_o  (sink_ready),
      .sink_data_i   (sink_data)
  );
endmodule

`default_nettype wire
