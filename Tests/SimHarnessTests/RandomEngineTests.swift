import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("Random networks on a shared engine in RTL")
struct RandomEngineTests {
  private static let frames = 5
  /// Of the usual seeds, those whose networks read integers in every matrix.
  private static let withoutChain: Set = [6000, 6032]

  @Test(
    "results equal the golden model, and cycles are as predicted",
    arguments: 6000..<6000 + RandomNetworkTests.count(120))
  func engine(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = Array(RandomChainNetwork.document(using: &random).utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    let pe = [1, 2, 3, 4, 8][Int.random(in: 0...4, using: &random)]
    let engine = EngineRequest(
      pe: pe, simd: pe * Int.random(in: 1...4, using: &random),
      axiBits: [32, 64, 128, 256, 512][Int.random(in: 0...4, using: &random)],
      popcountStages: max(0, Int.random(in: -2...3, using: &random)))
    let folding = FoldingRequest(
      every: Folding(
        pe: Int.random(in: 1...9, using: &random), simd: Int.random(in: 1...9, using: &random)),
      engine: engine)
    let generator = Generator(
      library: try .standard(),
      options: .init(folding: folding, clockHertz: 100_000_000, generator: "test"))
    let design: Design
    do {
      design = try generator.generate(graph, document: document).design
    } catch {
      #expect(error.diagnostics.map(\.id) == ["engine.layers"], "seed \(seed): \(error)")
      #expect(seed > 6119 || Self.withoutChain.contains(seed), "seed \(seed)")
      return
    }
    let isSmooth = Bool.random(using: &random)
    try await withTemporaryDirectory { directory in
      try DesignWriter.write(design, to: directory)
      let generated = try GeneratedDirectory(opening: directory)
      _ = try generated.dataflow()
      let request = SimulationRequest(
        directory: directory, manifest: generated.manifest,
        frames: .random(Self.frames, for: graph.input, using: &random),
        simulator: seed % 40 == 1 ? .verilator : .icarus,
        idlePercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
        stallPercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
        seed: UInt32(seed), checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "seed \(seed): \(String(describing: result.firstMismatch))")
      if isSmooth { expectPredictedCycles(result, generated.manifest, seed: seed) }
    }
  }

  private func expectPredictedCycles(_ result: SimulationResult, _ manifest: Manifest, seed: Int) {
    #expect(result.latencyCycles == manifest.latencyCycles, "seed \(seed)")
    guard let settled = manifest.settledFrames, settled < Self.frames else { return }
    #expect(result.cyclesPerFrame == manifest.cyclesPerFrame, "seed \(seed)")
  }
}
