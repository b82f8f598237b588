import BNNIR
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("Convolutions of few different kernels")
struct KernelCodebookTests {
  private static let channels = 64

  /// Rows of hex digits: four kernels of 3 × 3, and each channel of each filter has one of them.
  private static var weights: String {
    var random = SplitMix64(seed: 7)
    let kernels: [UInt64] = [0b101_010_101, 0b000_111_000, 0b110_000_011, 0b001_011_111]
    let rows = (0..<channels).map { _ in
      let chosen = (0..<channels).map { _ in kernels[Int.random(in: 0..<4, using: &random)] }
      let bits = (0..<9).flatMap { tap in chosen.map { $0 >> UInt64(tap) & 1 } }
      let bytes = stride(from: 0, to: bits.count, by: 8).map { first in
        bits[first..<first + 8].reversed().reduce(0) { 2 * $0 + $1 }
      }
      return "\"" + bytes.map { String($0 + 0x100, radix: 16).dropFirst() }.joined() + "\""
    }
    return rows.joined(separator: ", ")
  }

  private static let network = """
    {"format": "bnn-hw-network", "version": 1, "name": "few",
     "input": {"shape": [4, 3, \(channels)], "type": "bit"},
     "layers": [
       {"name": "c", "kind": "binary_conv", "filters": \(channels), "kernel": 3,
        "weights": [\(weights)]}
     ]}
    """

  private static func graph() throws -> Graph {
    try TypeChecker.check(NetworkReader.read(Array(network.utf8), file: "few.json"))
  }

  private static func design(
    _ folding: Folding, limits: WeightLimits = .none, isWritable: Bool = false
  ) throws -> Design {
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: folding), clockHertz: 100_000_000, generator: "test",
        weightLimits: limits, hasWritableWeights: isWritable))
    return try generator.generate(graph(), document: Array(network.utf8)).design
  }

  @Test("have no indices where no LUT is left to look them up, or weights can be written")
  func plain() throws {
    let folding = Folding(pe: 4, simd: 8)
    let limited = try Self.design(folding, limits: WeightLimits(luts: 0))
    let asked = try Self.design(
      Folding(pe: 4, simd: 8, storage: .block), limits: WeightLimits(luts: 0))
    let writable = try Self.design(folding, isWritable: true)
    for design in [limited, asked, writable] {
      let unit = try #require(design.manifest.units.first { $0.module == "bnn_mvu" })
      #expect(unit.kernels == nil)
      #expect(unit.memories.first?.depth == 9 * 128)
    }
  }

  @Test(
    "have their indices in either storage, and every sum as the golden model",
    arguments: [WeightStorage.lut, .block], [0, 1])
  func sums(storage: WeightStorage, stages: Int) async throws {
    let graph = try Self.graph()
    let design = try Self.design(
      Folding(pe: 4, simd: 8, storage: storage, popcountStages: stages))
    let unit = try #require(design.manifest.units.first { $0.module == "bnn_mvu" })
    #expect(unit.kernels?.indexBits == 2)
    #expect(unit.kernels?.tables == 32)
    #expect(unit.storesWeightsInBlocks == (storage == .block))
    // Two bits for each of 4 · 8 lanes, once for all taps of 16 · 8 words.
    #expect(unit.memories.first?.width == 64)
    #expect(unit.memories.first?.depth == 128)
    try await withTemporaryDirectory { directory in
      try DesignWriter.write(design, to: directory)
      var random = SplitMix64(seed: 8)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest,
        frames: .random(3, for: graph.input, using: &random), simulator: .icarus,
        idlePercent: 20, stallPercent: 20, seed: 3, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
    }
  }
}
