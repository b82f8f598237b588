// tb_axi_memory -- external memory behind an AXI4 read port, and a judge of what is asked of it.
// A burst answers Delay cycles after its address at the earliest, then a beat per cycle; bursts
// answer in order. The payload is X (0 in Verilator) while not valid.
// FaultyBeat answers SLVERR, and its data all the same.
//   +stall=N  percent of the cycles without address, and without beat, default 0
//   +seed=N          of these cycles, default 1
// Errors: an address that is withdrawn or changed, beyond the image, or of a burst that is not
// INCR, not of whole beats, or crosses 4 KiB; a beat that is not taken at once.
`default_nettype none

module tb_axi_memory #(
    parameter int AddressBits = 32,
    parameter int DataBits = 64,
    parameter int Beats = 64,
    parameter int Delay = 32,
    parameter bit [63:0] Base = 64'h1000_0000,
    parameter int FaultyBeat = -1,
    parameter     File = ""
) (
    input  wire                    clk_i,
    input  wire                    rst_ni,
    input  wire                    arvalid_i,
    output logic                   arready_o,
    input  wire  [AddressBits-1:0] araddr_i,
    input  wire  [            7:0] arlen_i,
    input  wire  [            2:0] arsize_i,
    input  wire  [            1:0] arburst_i,
    output logic                   rvalid_o,
    input  wire                    rready_i,
    output logic [   DataBits-1:0] rdata_o,
    output logic [            1:0] rresp_o,
    output logic                   rlast_o
);
  localparam int Bytes = DataBits / 8;
  localparam int Places = 4096;

  logic [DataBits-1:0] memory[0:Beats-1];
  // Bursts that were asked for: the cycle of the first answer, the first beat, beats less 1.
  longint due[0:Places-1];
  int first[0:Places-1];
  int length[0:Places-1];
  int asked;
  int answered;
  int beat;
  longint cycle;
  int stall;
  int seed;
  bit [31:0] random;
  bit waiting;
  logic [AddressBits-1:0] waiting_address;
  longint offset;

  initial begin
    if (!$value$plusargs("stall=%d", stall)) stall = 0;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    random = 32'h6c07_8965 ^ seed;
    $readmemh(File, memory);
  end

  task draw;
    begin
      random = random ^ (random << 13);
      random = random ^ (random >> 17);
      random = random ^ (random << 5);
    end
  endtask

  task take_address;
    begin
      offset = (64'(araddr_i) - Base) / Bytes;
      if (64'(araddr_i) < Base || 64'(araddr_i) % Bytes != 0 || offset + 64'(arlen_i) >= Beats)
        $fatal(1, "tb_axi_memory: burst of %0d beats at %h", arlen_i + 1, araddr_i);
      if (arburst_i != 2'b01 || 2 ** arsize_i != Bytes)
        $fatal(1, "tb_axi_memory: arburst is %0d, arsize %0d", arburst_i, arsize_i);
      if (64'(araddr_i) / 4096 != (64'(araddr_i) + (64'(arlen_i) + 1) * Bytes - 1) / 4096)
        $fatal(1, "tb_axi_memory: a burst crosses 4 KiB at %h", araddr_i);
      if (asked - answered >= Places) $fatal(1, "tb_axi_memory: too many bursts");
      due[asked%Places] = cycle + Delay;
      first[asked%Places] = int'(offset);
      length[asked%Places] = int'(arlen_i);
      asked = asked + 1;
    end
  endtask

  always @(posedge clk_i) begin
    if (!rst_ni) begin
      arready_o <= 1'b0;
      rvalid_o <= 1'b0;
      rresp_o <= 2'b00;
      asked = 0;
      answered = 0;
      beat = 0;
      waiting = 1'b0;
      arready_o <= 1'b1;
    end else begin
      if (arvalid_i === 1'bx || rready_i === 1'bx) $fatal(1, "tb_axi_memory: X");
      if (waiting && !(arvalid_i && araddr_i == waiting_address))
        $fatal(1, "tb_axi_memory: an address was withdrawn");
      if (rvalid_o && !rready_i) $fatal(1, "tb_axi_memory: a beat is not taken");
      waiting = arvalid_i && !arready_o;
      waiting_address = araddr_i;
      if (arvalid_i && arready_o) take_address;
      draw;
      arready_o <= random % 100 >= stall;
      draw;
      rvalid_o <= 1'b0;
      rdata_o <= 'x;
      rlast_o <= 1'bx;
      if (answered != asked && due[answered%Places] <= cycle + 1 && random % 100 >= stall) begin
        rvalid_o <= 1'b1;
        rdata_o <= memory[first[answered%Places]+beat];
        rresp_o <= (first[answered%Places] + beat == FaultyBeat) ? 2'b10 : 2'b00;
        rlast_o <= beat == length[answered%Places];
        if (beat == length[answered%Places]) begin
          beat = 0;
          answered = answered + 1;
        end else beat = beat + 1;
      end
    end
    cycle = cycle + 1;
  end
endmodule

`default_nettype wire
