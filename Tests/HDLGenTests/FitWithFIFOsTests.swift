import BNNIR
import Foundation
import Testing

@testable import HDLGen

@Suite("Fitting with FIFOs")
struct FitWithFIFOsTests {
  /// A shortcut around a window of a wide map: its FIFO holds three rows of it.
  private static let document = Array(
    """
    {"format": "bnn-hw-network", "version": 1, "name": "shortcut",
     "input": {"shape": [8, 24, 8], "type": "bit"},
     "layers": [
       {"name": "c", "kind": "binary_conv", "filters": 8, "kernel": 3, "padding": 1,
        "padding_value": "-1", "weights": [\(Array(repeating: "\"\(String(repeating: "a5", count: 9))\"", count: 8).joined(separator: ", "))]},
       {"name": "sum", "kind": "add", "inputs": ["c", "input"]},
       {"name": "s", "kind": "sign"},
       {"name": "d", "kind": "binary_conv", "filters": 8, "kernel": 3, "padding": 1,
        "padding_value": "-1", "weights": [\(Array(repeating: "\"\(String(repeating: "3c", count: 9))\"", count: 8).joined(separator: ", "))]},
       {"name": "sum2", "kind": "add", "inputs": ["d", "s"]},
       {"name": "s2", "kind": "sign"}
     ]}
    """.utf8)

  private func area(luts: Int) throws -> HardwareArea {
    let capacity = HardwareArea(luts: luts, ffs: 100_000, blocks: 0, dsps: 0)
    let room = HardwareRoom(device: "test", family: .xc7, share: 1, of: capacity)
    let graph = try TypeChecker.check(NetworkReader.read(Self.document, file: "net.json"))
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 1, simd: 1)), clockHertz: 100_000_000,
        generator: "test", goal: FoldingGoal(room: room)))
    let manifest = try generator.generate(graph, document: Self.document).design.manifest
    #expect(manifest.units.contains { $0.kind == "fifo" })
    return manifest.units.reduce(into: .zero) { $0 += HardwareArea($1.predicted) }
  }

  @Test("what is found fits with its FIFOs", arguments: [500, 600, 700, 900, 1200])
  func fits(luts: Int) throws {
    do {
      let area = try area(luts: luts)
      #expect(area.luts <= luts)
    } catch let error as DiagnosticError {
      #expect(error.diagnostics.map(\.id) == ["folding.fit"])
      #expect(luts < 700)
    }
  }
}
