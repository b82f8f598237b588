import Foundation
import TestSupport
import Testing
import ToolRunner

@Suite("Published constructs")
struct ConstructTests {
  private static let python = Tool(name: "python3", from: .debian("python3-numpy"))
  private static let folder = Repository.root.appending(path: "examples/constructs")

  /// As `simulate --json` has them.
  private struct Simulated: Decodable {
    let mismatches: Int
    let layersChecked: Bool
    let cyclesPerFrame: Int?
    let latencyCycles: Int
  }

  private struct Predicted: Decodable {
    let cyclesPerFrame: Int
    let latencyCycles: Int
  }

  private static let names = [
    "abc_net", "adabin", "benn", "bit_planes", "dorefa", "group_net", "precision_gating",
    "react_net", "residual_binarization", "shuffle", "si_bnn", "stem_and_head", "sub_bit",
    "thermometer",
  ]
  private static let suffix = ".net.json"

  private static func write(to directory: URL) async throws {
    let script = folder.appending(path: "constructs.py").path(percentEncoded: false)
    _ = try await ToolRunner().run(python, [script, "."], in: directory, timeout: .seconds(120))
  }

  @Test("the networks that are written are those below")
  func written() async throws {
    try await withTemporaryDirectory { directory in
      try await Self.write(to: directory)
      let files = try FileManager.default.contentsOfDirectory(
        atPath: directory.path(percentEncoded: false))
      let written = files.filter { $0.hasSuffix(Self.suffix) }
      #expect(written.sorted() == Self.names.map { $0 + Self.suffix })
    }
  }

  @Test(
    "every stream of the circuit equals the golden model, at the predicted cycles",
    arguments: names)
  func circuit(name: String) async throws {
    try await withTemporaryDirectory { directory in
      try await Self.write(to: directory)
      let made = try await CommandLineRun.of(
        ["generate", name + Self.suffix, "--pe", "2", "--simd", "3", "-o", name, "--json"],
        in: directory)
      try #require(made.status == 0, "\(made.errors)")
      let predicted = try JSONDecoder().decode(Predicted.self, from: Data(made.output.utf8))
      let run = try await CommandLineRun.of(
        [
          "simulate", name, "--images", "\(name).npy", "--layers", "--simulator", "icarus",
          "--json",
        ], in: directory)
      try #require(run.status == 0, "\(run.errors)")
      let simulated = try JSONDecoder().decode(Simulated.self, from: Data(run.output.utf8))
      #expect(simulated.mismatches == 0 && simulated.layersChecked)
      #expect(simulated.cyclesPerFrame == predicted.cyclesPerFrame)
      #expect(simulated.latencyCycles == predicted.latencyCycles)
    }
  }
}
