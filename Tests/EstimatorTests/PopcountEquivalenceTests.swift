import BNNIR
import Foundation
import TestSupport
import Testing
import ToolRunner

@testable import HDLGen

/// Proofs by yosys that the circuits count as the behavioural definition does.
@Suite("Structural popcounts, proved")
struct PopcountEquivalenceTests {
  private static let widths = Array(1...9) + [12]

  @Test(
    "equal the behavioural popcount for every input and weight", arguments: widths, [0, 1, 2, 5])
  func variable(lanes: Int, stages: Int) async throws {
    for family in Primitives.allCases {
      let circuit = PopcountCircuit(lanes: lanes, operand: .equalToWeights)
      let text = circuit.verilog(
        module: "circuit", hasWeights: true, style: .primitives, stages: stages)
      try await prove(
        text, of: family, stages: stages, equals: Self.definition(lanes: lanes, stages: stages))
    }
    let circuit = PopcountCircuit(
      lanes: lanes, operand: .equalToWeights, technology: .singleOutput)
    let text = circuit.verilog(
      module: "circuit", hasWeights: true, style: .portable, stages: stages)
    try await prove(text, stages: stages, equals: Self.definition(lanes: lanes, stages: stages))
  }

  @Test("equal the behavioural popcount for constant weights", arguments: widths)
  func wired(lanes: Int) async throws {
    var random = SplitMix64(seed: UInt64(lanes))
    let weights = (0..<lanes).map { _ in Bool.random(using: &random) }
    let circuit = PopcountCircuit(lanes: lanes, operand: .equal(to: weights))
    let constant = weights.reversed().map { $0 ? "1" : "0" }.joined()
    try await prove(
      circuit.verilog(module: "circuit", hasWeights: false, style: .primitives),
      equals: """
        module definition (
            input clk_i, enable_i, input [\(lanes - 1):0] x_i,
            output [\(circuit.outputs.count - 1):0] count_o);
          assign count_o = $countones(~(x_i ^ \(lanes)'b\(constant)));
        endmodule
        """)
  }

  /// Yosys before 0.68 would give them no enable (YosysHQ/yosys#6058).
  @Test("become no shift registers, which they would without `keep`")
  func shiftRegisters() async throws {
    let circuit = PopcountCircuit(lanes: 12, operand: .equalToWeights)
    let text = circuit.verilog(module: "circuit", hasWeights: true, style: .primitives, stages: 9)
    try await map(text, asserting: "select -assert-none t:SRL*")
    let bare = text.replacing("(* keep *) ", with: "")
    try await map(bare, asserting: "select -assert-min 1 t:SRL*")
  }

  private func map(_ circuit: String, asserting assertion: String) async throws {
    try await withTemporaryDirectory { directory in
      try Data(circuit.utf8).write(to: directory.appending(path: "circuit.sv"))
      try copy(["xc7/bnn_carry_chain"], to: directory)
      let script = """
        read_verilog -sv bnn_carry_chain.sv circuit.sv; \
        synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top circuit; \(assertion)
        """
      _ = try await ToolRunner().run(.yosys, ["-q", "-p", script], in: directory)
    }
  }

  @Test("are told from circuits that are a cycle early")
  func early() async throws {
    let circuit = PopcountCircuit(lanes: 7, operand: .equalToWeights)
    let text = circuit.verilog(module: "circuit", hasWeights: true, style: .primitives, stages: 1)
    await #expect(throws: ToolError.self) {
      try await prove(text, stages: 2, equals: Self.definition(lanes: 7, stages: 2))
    }
  }

  private static func definition(lanes: Int, stages: Int) -> String {
    let bits = (0...lanes).unsignedBits
    return """
      module definition (
          input clk_i, enable_i, input [\(lanes - 1):0] x_i, w_i, output [\(bits - 1):0] count_o);
        bnn_delay #(.Width(\(bits)), .Cycles(\(stages))) u_delay (
            .clk_i, .enable_i, .data_i($countones(~(x_i ^ w_i))), .data_o(count_o));
      endmodule
      """
  }

  /// With stages, for all inputs of that many cycles and one more, from any state on and without a
  /// stall: what comes out then is a function of these inputs alone.
  private func prove(
    _ circuit: String, of family: Primitives = .xc7, stages: Int = 0, equals definition: String
  ) async throws {
    try await withTemporaryDirectory { directory in
      let modules =
        ["xc7/LUT6", "xc7/LUT6_2", "\(family)/bnn_carry_chain", family.carryModel, "bnn_delay"]
      let files = try copy(modules, to: directory).joined(separator: " ")
      try Data(circuit.utf8).write(to: directory.appending(path: "circuit.sv"))
      try Data(definition.utf8).write(to: directory.appending(path: "definition.sv"))
      let script = """
        read_verilog -sv \(files) circuit.sv definition.sv; \
        hierarchy; proc; flatten; opt -fast; \
        miter -equiv -flatten definition circuit miter; hierarchy -top miter; \
        sat -verify -seq \(stages + 1) -prove-skip \(stages) -set in_enable_i 1 -prove trigger 0 miter
        """
      // Yosys fails if the proof does.
      _ = try await ToolRunner().run(.yosys, ["-q", "-p", script], in: directory)
    }
  }

  /// What the circuits' carry chains are made of.
  private enum Primitives: CaseIterable {
    case xc7
    case xcup

    var carryModel: String {
      switch self {
      case .xc7: "xc7/CARRY4"
      case .xcup: "xcup/CARRY8"
      }
    }
  }

  /// Copies modules of the library; returns the files' names.
  @discardableResult
  private func copy(_ modules: [String], to directory: URL) throws -> [String] {
    let library = ResourceDirectory.url(ofTarget: "HDLGen").appending(path: "rtl-templates")
    return try modules.map { module in
      let file = library.appending(path: "\(module).sv")
      let name = file.lastPathComponent
      try FileManager.default.copyItem(at: file, to: directory.appending(path: name))
      return name
    }
  }
}
