import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("Random networks in RTL")
struct RandomNetworkTests {
  private static let frames = 10

  @Test(
    "every stream of a random dense network at a random folding equals the golden model",
    arguments: 0..<RandomFactor.count(200))
  func dense(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(RandomNetwork.document(using: &random), seed: seed, using: &random)
  }

  @Test(
    "every stream of a random convolutional network at a random folding equals the golden model",
    arguments: 0..<RandomFactor.count(300))
  func convolutional(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(RandomConvNetwork.document(using: &random), seed: seed, using: &random)
  }

  @Test(
    "every stream of a random network with integer weights equals the golden model",
    arguments: 4000..<4000 + RandomFactor.count(200))
  func integerWeights(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(
      RandomConvNetwork.document(.integers, using: &random), seed: seed, using: &random)
  }

  private static let codebookSeeds = 5000..<5000 + RandomFactor.count(60)
  /// So that there are many words of weights.
  private static let fewLanes = 3

  @Test(
    "every stream of a random network with few different kernels equals the golden model",
    arguments: codebookSeeds)
  func fewKernels(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(
      RandomConvNetwork.document(.fewKernels, using: &random), seed: seed, most: Self.fewLanes,
      using: &random)
  }

  @Test("many of these networks have indices of kernels in LUTs")
  func storedIndices() throws {
    var count = 0
    for seed in Self.codebookSeeds {
      var random = SplitMix64(seed: UInt64(seed))
      let document = Array(RandomConvNetwork.document(.fewKernels, using: &random).utf8)
      let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
      guard let design = try design(of: graph, document, most: Self.fewLanes, using: &random)
      else { continue }
      count += design.manifest.units.count { $0.kernels != nil }
    }
    #expect(count >= 10)
  }

  @Test(
    "every stream of a random graph of all kinds of layers equals the golden model",
    arguments: RandomGraphNetwork.seeds)
  func graph(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(
      RandomGraphNetwork.document(using: &random), seed: seed, isTwice: true, using: &random)
  }

  @Test(
    "random networks of structural popcounts equal the golden model",
    arguments: 1000..<1000 + RandomFactor.count(20), [Structure.xc7, .xcup, .lut6])
  func structural(seed: Int, structure: Structure) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    try await check(
      RandomConvNetwork.document(using: &random), seed: seed, structure, using: &random)
  }

  @Test(
    "a folding that was searched for keeps to its target",
    arguments: 2000..<2000 + RandomFactor.count(40))
  func searched(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let text =
      seed.isMultiple(of: 2)
      ? RandomNetwork.document(using: &random) : RandomConvNetwork.document(using: &random)
    let document = Array(text.utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    let slowest = try generator(FoldingRequest(every: Folding(pe: 1, simd: 1)))
    guard
      let cycles = try? slowest.generate(graph, document: document).design.manifest.cyclesPerFrame
    else { return }
    let target = max(1, cycles / Int.random(in: 1...12, using: &random))
    let every = Folding(pe: 1, simd: 1, popcountStages: Int.random(in: 0...1, using: &random))
    try await withTemporaryDirectory { directory in
      do {
        let generator = try generator(
          FoldingRequest(every: every), goal: FoldingGoal(cyclesPerFrame: target))
        try DesignWriter.write(
          try generator.generate(graph, document: document).design, to: directory)
      } catch let error as DiagnosticError {
        #expect(error.diagnostics.map(\.id) == ["folding.target"], "seed \(seed)")
        #expect(target < cycles, "seed \(seed)")
        return
      }
      let manifest = try GeneratedDirectory(opening: directory).manifest
      #expect(manifest.cyclesPerFrame <= target, "seed \(seed)")
      let request = SimulationRequest(
        directory: directory, manifest: manifest,
        frames: .random(10, for: graph.input, using: &random), simulator: .icarus,
        checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "seed \(seed): \(String(describing: result.firstMismatch))")
      #expect(result.latencyCycles == manifest.latencyCycles, "seed \(seed)")
      #expect(result.cyclesPerFrame == manifest.cyclesPerFrame, "seed \(seed)")
    }
  }

  private func generator(
    _ folding: FoldingRequest, goal: FoldingGoal? = nil
  ) throws -> Generator {
    Generator(
      library: try .standard(),
      options: .init(
        folding: folding, clockHertz: 100_000_000, generator: "test", goal: goal))
  }

  /// - Parameter isTwice: whether it runs both with stalls and without, else one of these.
  private func check(
    _ text: String, seed: Int, _ structure: Structure = .behavioural, isTwice: Bool = false,
    most: Int = .max, using random: inout SplitMix64
  ) async throws {
    let document = Array(text.utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    try await withTemporaryDirectory { directory in
      guard let design = try design(of: graph, document, most: most, using: &random)
      else { return }
      try DesignWriter.write(design, to: directory)
      let manifest = try GeneratedDirectory(opening: directory).manifest
      for isSmooth in isTwice ? [true, false] : [Bool.random(using: &random)] {
        let request = SimulationRequest(
          directory: directory, manifest: manifest,
          frames: .random(Self.frames, for: graph.input, using: &random), simulator: .icarus,
          circuit: .structure(structure),
          idlePercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
          stallPercent: isSmooth ? 0 : Int.random(in: 0...60, using: &random),
          seed: UInt32(seed + 1), checkLayers: true)
        let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
        #expect(
          result.mismatches == 0, "seed \(seed): \(String(describing: result.firstMismatch))")
        if isSmooth { expectPredictedCycles(result, manifest, seed: seed) }
      }
    }
  }

  /// Frames whose times take turns have a mean, which the last interval need not be.
  private func expectPredictedCycles(_ result: SimulationResult, _ manifest: Manifest, seed: Int) {
    #expect(result.latencyCycles == manifest.latencyCycles, "seed \(seed)")
    #expect(result.fifos.map(\.unit) == manifest.units.filter { $0.kind == "fifo" }.map(\.name))
    for fifo in result.fifos { #expect(fifo.highestFill <= fifo.depthInBeats, "seed \(seed)") }
    guard let settled = manifest.settledFrames, settled < Self.frames else { return }
    for fifo in result.fifos { #expect(fifo.highestFill == fifo.depthInBeats, "seed \(seed)") }
    #expect(result.cyclesPerFrame == manifest.cyclesPerFrame, "seed \(seed)")
  }

  /// Generates with foldings that need not divide, down to one lane, now and then with weights that
  /// can be written or FIFOs as small as the network runs with. Nil for what is refused by name,
  /// one of the first 300 convolutional networks.
  private func design(
    of graph: Graph, _ document: [UInt8], most: Int, using random: inout SplitMix64
  ) throws -> Design? {
    let foldings = RandomFoldings.document(for: graph, most: most, using: &random)
    let keepsMemory = Int.random(in: 1...6, using: &random) == 1
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(
          every: Folding(pe: 1, simd: 1),
          exceptions: try FoldingFile(Array(foldings.utf8), file: "foldings").exceptions),
        clockHertz: 100_000_000, generator: "test", fifos: keepsMemory ? .memory : .throughput,
        hasWritableWeights: Int.random(in: 1...6, using: &random) == 1))
    do {
      return try generator.generate(graph, document: document).design
    } catch {
      if error.diagnostics.contains(where: { !$0.id.hasPrefix("hardware.") }) { throw error }
      return nil
    }
  }
}
