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
    arguments: 6000..<6000 + RandomFactor.count(120))
  func engine(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = Array(RandomChainNetwork.document(using: &random).utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    let every = Folding(
      pe: Int.random(in: 1...9, using: &random), simd: Int.random(in: 1...9, using: &random))
    let engine = Self.engine(using: &random)
    let design: Design
    do {
      let whole = try Self.design(of: graph, document, every: every, engine)
      let layers = whole.manifest.units.compactMap(\.engine).first?.layers.map(\.name) ?? []
      let part = Self.part(of: engine, layers, using: &random)
      design = try part.map { try Self.design(of: graph, document, every: every, $0) } ?? whole
    } catch let error as DiagnosticError {
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

  /// Words of weights take 1 to 32 beats.
  private static func engine(using random: inout SplitMix64) -> EngineRequest {
    let pe = [1, 2, 3, 4, 8, 16][Int.random(in: 0...5, using: &random)]
    let widths = [32, 32, 32, 64, 64, 128, 256, 512]
    let stages = Int.random(in: -3...3, using: &random)
    return EngineRequest(
      pe: pe, simd: pe * Int.random(in: 1...4, using: &random),
      axiBits: widths[Int.random(in: 0..<widths.count, using: &random)],
      popcountStages: stages < -2 ? nil : max(0, stages))
  }

  /// Now and then some of its layers in a row, named, so that others have units in front or behind.
  private static func part(
    of engine: EngineRequest, _ layers: [String], using random: inout SplitMix64
  ) -> EngineRequest? {
    if Int.random(in: 1...2, using: &random) == 1 { return nil }
    let first = Int.random(in: 0..<layers.count, using: &random)
    let last = Int.random(in: first..<layers.count, using: &random)
    return EngineRequest(
      pe: engine.pe, simd: engine.simd, axiBits: engine.axiBits,
      popcountStages: engine.popcountStages,
      from: first == 0 && last > 0 ? nil : layers[first],
      to: last + 1 == layers.count && first > 0 ? nil : layers[last])
  }

  private static func design(
    of graph: Graph, _ document: [UInt8], every: Folding, _ engine: EngineRequest
  ) throws -> Design {
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: every, engine: engine), clockHertz: 100_000_000,
        generator: "test"))
    return try generator.generate(graph, document: document).design
  }

  private func expectPredictedCycles(_ result: SimulationResult, _ manifest: Manifest, seed: Int) {
    #expect(result.latencyCycles == manifest.latencyCycles, "seed \(seed)")
    guard let settled = manifest.settledFrames, settled < Self.frames else { return }
    #expect(result.cyclesPerFrame == manifest.cyclesPerFrame, "seed \(seed)")
  }
}
