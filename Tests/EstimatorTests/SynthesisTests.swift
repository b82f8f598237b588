import Foundation
import TestSupport
import Testing

@testable import Estimator
@testable import HDLGen

@Suite("Scripts and keys of synthesis")
struct SynthesisTests {
  private static func parameters(_ file: String) -> [Manifest.Parameter] {
    [
      .init(name: "Threshold", value: .integer(-5)), .init(name: "File", value: .string(file)),
    ]
  }

  private func withFiles(_ body: (URL, Manifest, DesignFiles) throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let units = ["a", "b", "c"].map {
        TestManifest.unit(
          $0, module: "bnn_rom", parameters: Self.parameters("\($0).mem"), memories: ["\($0).mem"])
      }
      let manifest = TestManifest.make(
        units: units, files: ["a.mem", "b.mem", "c.mem", "bnn_rom.sv", "test_core.sv"])
      let contents = [
        "a.mem": "1", "b.mem": "1", "c.mem": "2", "bnn_rom.sv": "x", "test_core.sv": "y",
      ]
      for (path, text) in contents {
        try Data(text.utf8).write(to: directory.appending(path: path))
      }
      try body(
        directory, manifest, try DesignFiles(reading: directory, manifest, structure: .behavioural))
    }
  }

  @Test("a unit is read with the library alone, negative numbers as bits, names quoted")
  func unitScript() async throws {
    try await withFiles { _, manifest, files in
      let synthesis = Synthesis(of: manifest.units[0], files: files, family: .xc7)
      #expect(
        synthesis.script() == "read_verilog -sv bnn_rom.sv; "
          + #"chparam -set Threshold 32'hfffffffb -set File "a.mem" bnn_rom; "#
          + "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut -top bnn_rom; "
          + "tee -q -o /dev/stdout stat -json; write_blif -noalias -impltf /dev/stdout")
    }
  }

  @Test("the top has no parameters to set")
  func topScript() async throws {
    try await withFiles { _, manifest, files in
      let synthesis = Synthesis(ofTop: manifest, files: files, family: .ecp5)
      #expect(
        synthesis.script() == "read_verilog -sv bnn_rom.sv test_core.sv; "
          + "synth_ecp5 -nowidelut -top test_core; tee -q -o /dev/stdout stat -json")
    }
  }

  @Test("contents of memories count, their names do not")
  func keys() async throws {
    try await withFiles { _, manifest, files in
      let keys = manifest.units.map {
        Synthesis(of: $0, files: files, family: .xc7).key(files: files, yosys: "1")
      }
      #expect(keys[0] == keys[1])
      #expect(keys[0] != keys[2])
    }
  }

  @Test("tool, family and library text count")
  func otherKeys() async throws {
    try await withFiles { directory, manifest, files in
      let unit = manifest.units[0]
      let key = Synthesis(of: unit, files: files, family: .xc7).key(files: files, yosys: "1")
      #expect(key != Synthesis(of: unit, files: files, family: .xc7).key(files: files, yosys: "2"))
      #expect(key != Synthesis(of: unit, files: files, family: .ecp5).key(files: files, yosys: "1"))
      try Data("z".utf8).write(to: directory.appending(path: "bnn_rom.sv"))
      let edited = try DesignFiles(reading: directory, manifest, structure: .behavioural)
      #expect(
        key != Synthesis(of: unit, files: edited, family: .xc7).key(files: edited, yosys: "1"))
    }
  }

  @Test("a design without its top's file is refused")
  func noTop() async throws {
    try await withTemporaryDirectory { directory in
      let manifest = TestManifest.make(units: [], files: ["network.json"])
      #expect(throws: (any Error).self) {
        try DesignFiles(reading: directory, manifest, structure: .behavioural)
      }
    }
  }
}
