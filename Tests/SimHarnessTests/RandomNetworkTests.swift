import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("Random networks in RTL")
struct RandomNetworkTests {
  @Test(
    "every stream of a random network at a random folding equals the golden model",
    arguments: 0..<200)
  func bitExact(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = Array(RandomNetwork.document(using: &random).utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    try await withTemporaryDirectory { directory in
      try write(graph, document, to: directory, using: &random)
      let generated = try GeneratedDirectory(opening: directory)
      let isSmooth = Bool.random(using: &random)
      let request = SimulationRequest(
        directory: directory, manifest: generated.manifest,
        frames: .random(10, for: graph.input, using: &random), simulator: .icarus,
        idlePercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
        stallPercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
        seed: UInt32(seed + 1), checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "seed \(seed): \(String(describing: result.firstMismatch))")
      if isSmooth {
        #expect(result.latencyCycles == generated.manifest.latencyCycles, "seed \(seed)")
        #expect(result.cyclesPerFrame == generated.manifest.cyclesPerFrame, "seed \(seed)")
      }
    }
  }

  /// Generates with foldings that need not divide, down to one lane.
  private func write(
    _ graph: Graph, _ document: [UInt8], to directory: URL, using random: inout SplitMix64
  ) throws {
    let foldings = graph.nodes.compactMap { node -> String? in
      guard case .binaryDense(let dense) = node.layer else { return nil }
      let pe = Int.random(in: 1...dense.weights.rows, using: &random)
      let simd = Int.random(in: 1...dense.weights.columns, using: &random)
      return #""\#(node.name)": {"pe": \#(pe), "simd": \#(simd)}"#
    }
    let text = "{\(foldings.joined(separator: ", "))}"
    let request = FoldingRequest(
      every: Folding(pe: 1, simd: 1),
      exceptions: try FoldingRequest.exceptions(of: Array(text.utf8), file: "foldings"))
    let generator = Generator(
      library: try .standard(),
      options: .init(folding: request, clockHertz: 100_000_000, generator: "test"))
    let design = try generator.generate(graph, document: document).design
    try DesignWriter.write(design, to: directory)
  }
}
