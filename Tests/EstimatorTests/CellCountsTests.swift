import BNNIR
import HDLGen
import Testing

@testable import Estimator

@Suite("Statistics of yosys")
struct CellCountsTests {
  /// What yosys 0.23 prints for an eight-bit stream register, its module list shortened.
  static let captured = #"""
    {
       "creator": "Yosys 0.23 (git sha1 7ce5011c24b)",
       "invocation": "stat -json ",
       "modules": {
          "\\bnn_stream_register": {
             "num_wires":         13,
             "num_cells":         29,
             "num_cells_by_type": {
                "FDRE": 17,
                "FDSE": 1,
                "LUT2": 1,
                "LUT3": 8,
                "LUT5": 2
             }
          }
       },
          "design": {
             "num_wires":         13,
             "num_wire_bits":     41,
             "num_pub_wires":     10,
             "num_pub_wire_bits": 31,
             "num_memories":      0,
             "num_memory_bits":   0,
             "num_processes":     0,
             "num_cells":         29,
             "num_cells_by_type": {
                "FDRE": 17,
                "FDSE": 1,
                "LUT2": 1,
                "LUT3": 8,
                "LUT5": 2
             }
          }
    }

    """#

  @Test("cells of the design are read and summed")
  func captured() throws {
    let counts = try #require(CellCounts(statistics: Self.captured))
    #expect(counts.cells == ["FDRE": 17, "FDSE": 1, "LUT2": 1, "LUT3": 8, "LUT5": 2])
    #expect(try counts.resources(of: "m", in: .xc7) == Resources(lut: 11, ff: 18))
  }

  @Test(
    "other text is refused",
    arguments: ["", "{}", "Warning: x", #"{"design": {"num_cells": 3}}"#])
  func refused(text: String) {
    #expect(CellCounts(statistics: text) == nil)
  }

  @Test("an unknown cell is not free")
  func unknownCell() throws {
    let text = #"{"design": {"num_cells_by_type": {"LUT2": 1, "$mem_v2": 1}}}"#
    let counts = try #require(CellCounts(statistics: text))
    let error = #expect(throws: DiagnosticError.self) {
      try counts.resources(of: "bnn_rom", in: .xc7)
    }
    #expect(
      error?.description
        == "error[estimate.cell]: bnn_rom: yosys made a cell '$mem_v2', whose cost on 'xc7' is not known"
    )
  }
}
