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

  @Test(
    "every stream of the circuit of every construct equals the golden model, at the predicted cycles"
  )
  func circuits() async throws {
    try await withTemporaryDirectory { directory in
      let script = Self.folder.appending(path: "constructs.py").path(percentEncoded: false)
      _ = try await ToolRunner().run(
        Self.python, [script, "."], in: directory, timeout: .seconds(120))
      let suffix = ".net.json"
      let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
      #expect(names.count == 14)
      for name in names {
        let made = try await CommandLineRun.of(
          ["generate", "\(name)\(suffix)", "--pe", "2", "--simd", "3", "-o", name, "--json"],
          in: directory)
        try #require(made.status == 0, "\(name): \(made.errors)")
        let predicted = try JSONDecoder().decode(Predicted.self, from: Data(made.output.utf8))
        let run = try await CommandLineRun.of(
          [
            "simulate", name, "--images", "\(name).npy", "--layers", "--simulator", "icarus",
            "--json",
          ], in: directory)
        try #require(run.status == 0, "\(name): \(run.errors)")
        let simulated = try JSONDecoder().decode(Simulated.self, from: Data(run.output.utf8))
        #expect(simulated.mismatches == 0 && simulated.layersChecked, "\(name)")
        #expect(simulated.cyclesPerFrame == predicted.cyclesPerFrame, "\(name)")
        #expect(simulated.latencyCycles == predicted.latencyCycles, "\(name)")
      }
    }
  }
}
