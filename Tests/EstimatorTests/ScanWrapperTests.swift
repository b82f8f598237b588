import Foundation
import TestSupport
import Testing
import ToolRunner

@testable import Estimator

@Suite("Scan wrappers")
struct ScanWrapperTests {
  /// A module with two ports each way, of that many bits, whose outputs are random.
  private struct Content {
    let inputs: [Int]
    let outputs: [Int]

    var ports: [ModulePort] {
      [ModulePort(direction: .input, name: "clk_i", bits: 1)]
        + [ModulePort(direction: .input, name: "rst_ni", bits: 1)]
        + zip(["a_i", "b_i"], inputs).map { .init(direction: .input, name: $0, bits: $1) }
        + [ModulePort(direction: .input, name: "load_i", bits: 3)]
        + zip(["x_o", "y_o"], outputs).map { .init(direction: .output, name: $0, bits: $1) }
    }

    var text: String {
      """
      module content (
          input wire clk_i, input wire rst_ni,
          input wire [\(inputs[0] - 1):0] a_i, input wire [\(inputs[1] - 1):0] b_i,
          input wire [2:0] load_i,
          output reg [\(outputs[0] - 1):0] x_o, output reg [\(outputs[1] - 1):0] y_o
      );
        always @(posedge clk_i) begin
          x_o <= $random;
          y_o <= $random;
        end
      endmodule

      """
    }

    /// Random bits go in; each cycle all inputs and the pin are compared with what is remembered of
    /// the cycles before. Bits of the first port of a direction come first.
    var testbench: String {
      let (i, o) = (inputs.reduce(0, +), outputs.reduce(0, +))
      return """
        module test;
          reg clk = 0, scan = 0, pin;
          wire out;
          bnn_scan u (.clk_i(clk), .rst_ni(1'b1), .scan_i(scan), .scan_o(out));
          wire [\(i - 1):0] got = {u.dut.b_i, u.dut.a_i};
          wire [\(o - 1):0] made = {u.dut.y_o, u.dut.x_o};
          reg sent [0:999];
          reg [\(o - 1):0] results [0:999];
          integer cycle, k;
          initial begin
            for (cycle = 0; cycle < 200; cycle = cycle + 1) begin
              sent[cycle] = $random;
              scan = sent[cycle];
              results[cycle] = made;
              if (cycle > \(2 * i + o + 4)) begin
                for (k = 0; k < \(i); k = k + 1)
                  if (got[k] !== sent[cycle - 2*k - 2]) $fatal(1, "input %0d", k);
                pin = 0;
                for (k = 0; k < \(o); k = k + 1)
                  pin = pin ^ results[cycle - (\(o) - k + 1)][k];
                if (out !== pin) $fatal(1, "pin");
                if (u.dut.load_i !== 3'b0) $fatal(1, "load");
              end
              #1 clk = 1;
              #1 clk = 0;
            end
            $display("PASS");
          end
        endmodule

        """
    }
  }

  private static let contents = [
    Content(inputs: [1, 1], outputs: [1, 1]), Content(inputs: [5, 2], outputs: [3, 7]),
    Content(inputs: [1, 33], outputs: [18, 1]),
  ]

  @Test(
    "every input bit comes from the pin, every output bit reaches it, and held inputs stay 0",
    .enabled(if: isInstalled("iverilog")), arguments: contents.indices)
  func simulated(index: Int) async throws {
    let content = Self.contents[index]
    let wrapper = try #require(
      ScanWrapper("content", ports: content.ports, held: ["load_i"]))
    #expect(wrapper.flipFlops == 2 * (content.inputs + content.outputs).reduce(0, +))
    try await withTemporaryDirectory { directory in
      try Data((wrapper.text + content.text + content.testbench).utf8)
        .write(to: directory.appending(path: "test.v"))
      let tools = ToolRunner()
      _ = try await tools.run(
        .iverilog, ["-g2012", "-Wall", "-o", "test", "test.v"], in: directory)
      let run = try await tools.run(.vvp, ["-n", "test"], in: directory)
      #expect(run.standardOutput == "PASS\n", "\(run.standardOutput)")
    }
  }

  @Test(
    "yosys elaborates it around a black box and merges none of its flip-flops",
    .enabled(if: isInstalled("yosys")), arguments: contents.indices)
  func mapped(index: Int) async throws {
    let wrapper = try #require(ScanWrapper("content", ports: Self.contents[index].ports))
    try await withTemporaryDirectory { directory in
      try Data((wrapper.blackBox + wrapper.text).utf8)
        .write(to: directory.appending(path: "scan.v"))
      let run = try await ToolRunner().run(
        .yosys,
        [
          "-q", "-p",
          "read_verilog scan.v; synth_ice40 -top bnn_scan; check -assert; "
            + "tee -q -o /dev/stdout stat -json",
        ], in: directory)
      let cells = try #require(CellCounts(statistics: run.standardOutput)).cells
      #expect(cells["SB_DFF"] == wrapper.flipFlops)
      #expect(cells["content"] == 1)
    }
  }

  @Test("nothing is put around a module without inputs or without outputs")
  func noPorts() {
    let clock = ModulePort(direction: .input, name: "clk_i", bits: 1)
    let input = ModulePort(direction: .input, name: "a_i", bits: 2)
    let output = ModulePort(direction: .output, name: "y_o", bits: 2)
    #expect(ScanWrapper("m", ports: [clock, output]) == nil)
    #expect(ScanWrapper("m", ports: [clock, input]) == nil)
    #expect(ScanWrapper("m", ports: [clock, input, output], held: ["a_i"]) == nil)
    #expect(ScanWrapper("m", ports: [input, output]) != nil)
  }

  @Test("ports are read from yosys's list and from a top module's header")
  func ports() {
    let expected = [
      ModulePort(direction: .input, name: "aclk", bits: 1),
      ModulePort(direction: .input, name: "s_axis_tdata", bits: 12),
      ModulePort(direction: .output, name: "m_axis_tlast", bits: 1),
    ]
    #expect(
      ModulePort.listed(
        in: "module m\ninput [0:0] aclk\ninput [11:0] s_axis_tdata\noutput [0:0] m_axis_tlast\n")
        == expected)
    #expect(
      ModulePort.declared(
        in: """
          // One frame takes 3 input beats and 4 output beats.
          module m (
              input  wire        aclk,
              input  wire [11:0] s_axis_tdata,
              output wire        m_axis_tlast
          );
            wire [3:0] x;
          """) == expected)
    #expect(expected[1].bitNames.last == "s_axis_tdata[11]" && expected[0].bitNames == ["aclk"])
  }
}
