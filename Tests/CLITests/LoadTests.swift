import Foundation
import TestSupport
import Testing

/// Weights that are written into a running core, up to the golden model of the network they are of.
@Suite("simulate --load")
struct LoadTests {
  /// Two networks of the same layers: thresholds, a matrix of several passes, scores.
  private static func network(weights: [String], thresholds: String) -> String {
    """
    {
      "format": "bnn-hw-network", "version": 1, "name": "tiny",
      "input": {"shape": [16], "type": "bit"},
      "layers": [
        {"name": "fc0", "kind": "binary_dense", "units": 5, "weights": ["\(weights[0])", "4567",
         "\(weights[1])", "cdef", "1f80"]},
        {"name": "act0", "kind": "threshold", "thresholds": \(thresholds)},
        {"name": "fc1", "kind": "binary_dense", "units": 3, "weights": ["05", "\(weights[2])", "11"]}
      ]
    }

    """
  }

  private static let first = network(
    weights: ["0123", "89ab", "0a"], thresholds: "[0, 2, -2, 4, 0]")
  private static let second = network(
    weights: ["7e11", "3c42", "1f"], thresholds: "[-4, 0, 2, 2, 6]")

  private func withCores(
    _ folding: [String], writable: Bool = true, _ body: (URL) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      for (name, text) in [("first", Self.first), ("second", Self.second)] {
        try Data(text.utf8).write(to: directory.appending(path: "\(name).json"))
        let run = try await CommandLineRun.of(
          ["generate", "\(name).json", "-o", name] + folding
            + (writable ? ["--writable-weights"] : []), in: directory)
        try #require(run.status == 0, "\(run.errors)")
      }
      try await body(directory)
    }
  }

  private func simulate(_ arguments: [String], in directory: URL) async throws -> CommandLineRun {
    try await CommandLineRun.of(
      ["simulate"] + arguments + ["--simulator", "icarus", "--frames", "20"], in: directory)
  }

  @Test(
    "every stream is that of the network whose weights were written",
    arguments: [["--pe", "2", "--simd", "3"], ["--pe", "5", "--simd", "16"], ["--pe", "1"]])
  func load(folding: [String]) async throws {
    try await withCores(folding) { directory in
      for arguments in [["first"], ["first", "--load", "second"], ["second", "--load", "first"]] {
        let run = try await simulate(arguments + ["--layers"], in: directory)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("tiny: 20 frames, bit-exact: every stream"))
      }
    }
  }

  @Test("a core with a shared engine is told where its weights are")
  func engine() async throws {
    try await withCores(["--engine"], writable: false) { directory in
      let run = try await simulate(["first", "--load", "second"], in: directory)
      #expect(run.status == 2)
      #expect(
        run.errors == """
          error[load.port]: --load: the core has no port to write weights with
            hint: a shared engine reads its weights from external memory; simulate second itself

          """)
    }
  }

  @Test("a lost write is found")
  func lost() async throws {
    try await withCores(["--pe", "2", "--simd", "3"]) { directory in
      let file = directory.appending(path: "second/mem/load.mem")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let changed = lines.map { $0.hasPrefix("00000000") ? "0000000000000000" : String($0) }
      try #require(changed != lines.map(String.init))
      try Data((changed.joined(separator: "\n") + "\n").utf8).write(to: file)
      let run = try await simulate(["first", "--load", "second"], in: directory)
      #expect(run.status == 1)
    }
  }

  @Test("other circuits, and those without a port, are refused")
  func refused() async throws {
    try await withCores(["--pe", "2"], writable: false) { directory in
      let run = try await simulate(["first", "--load", "second"], in: directory)
      #expect(run.status == 2)
      #expect(run.errors.contains("error[load.port]: --load: the core has no port"))
    }
    try await withCores(["--pe", "2"]) { directory in
      let generated = try await CommandLineRun.of(
        ["generate", "second.json", "--pe", "3", "--writable-weights", "-o", "second"],
        in: directory)
      try #require(generated.status == 0)
      let run = try await simulate(["first", "--load", "second"], in: directory)
      #expect(run.status == 2)
      #expect(run.errors.contains("error[load.circuit]: --load: second is not the same circuit"))
    }
  }
}
