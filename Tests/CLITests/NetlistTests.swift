import Foundation
import TestSupport
import Testing

/// Cores after synthesis, against the golden model.
@Suite("simulate --netlist")
struct NetlistTests {
  /// A convolution in front of a pool, a matrix of several passes and a tail of integers.
  private static let network = """
    {
      "format": "bnn-hw-network", "version": 1, "name": "tiny",
      "input": {"shape": [5, 5, 1], "type": "uint8", "encoding": {"kind": "identity"}},
      "layers": [
        {"name": "conv0", "kind": "binary_conv", "filters": 6, "kernel": [3, 3],
         "weights": ["4501", "fe00", "3a01", "7700", "c301", "2000"]},
        {"name": "pool0", "kind": "max_pool", "kernel": [2, 2], "stride": [1, 1]},
        {"name": "act0", "kind": "threshold", "thresholds": [5, -77, 300, 1000, -2000, 0]},
        {"name": "fc0", "kind": "binary_dense", "units": 5,
         "weights": ["012345", "456789", "89abcd", "cdef01", "f0f0f0"]},
        {"name": "class", "kind": "argmax"}
      ]
    }

    """

  private func withCore(_ body: (URL) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      try Data(Self.network.utf8).write(to: directory.appending(path: "net.json"))
      let run = try await CommandLineRun.of(
        ["generate", "net.json", "--pe", "2", "--simd", "3", "--popcount-stages", "4"]
          + ["-o", "core"], in: directory)
      try #require(run.status == 0, "\(run.errors)")
      try await body(directory)
    }
  }

  /// In Gowin's models and in netlists of no device Icarus sees unknown values that any values of
  /// Verilator prove to be harmless.
  private func simulate(on family: String, in directory: URL) async throws -> CommandLineRun {
    let simulator = ["gowin", "lut4", "lut6"].contains(family) ? "verilator" : "icarus"
    return try await CommandLineRun.of(
      ["simulate", "core", "--netlist", family, "--simulator", simulator, "--frames", "6"]
        + ["--stall", "20", "--idle", "20"], in: directory)
  }

  @Test(
    "equals the golden model", arguments: ["xc7", "xcup", "ecp5", "ice40", "gowin", "lut4", "lut6"])
  func families(family: String) async throws {
    try await withCore { directory in
      let run = try await simulate(on: family, in: directory)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("tiny: 6 frames, bit-exact: every output of every frame"))
    }
  }

  @Test("is made of the directory's Verilog: a broken unit is found")
  func broken() async throws {
    try await withCore { directory in
      let unit = directory.appending(path: "core/rtl/bnn_argmax.sv")
      let text = try String(contentsOf: unit, encoding: .utf8)
      let broken = text.replacing("beat_value_q > best", with: "beat_value_q < best")
      try #require(broken != text)
      try Data(broken.utf8).write(to: unit)
      let run = try await simulate(on: "xc7", in: directory)
      #expect(run.status == 1)
      #expect(run.errors.contains("error: the circuit differs from the golden model"))
    }
  }

  @Test("has no streams inside to compare")
  func layers() async throws {
    try await withTemporaryDirectory { directory in
      let run = try await CommandLineRun.of(
        ["simulate", "--netlist", "xc7", "--layers"], in: directory)
      #expect(run.status == 64)
      #expect(run.errors.contains("--layers needs streams that --netlist does not keep"))
    }
  }
}
