import BNNIR
import TestSupport
import Testing

@testable import HDLGen

@Suite("Addresses of weights")
struct LoadMapTests {
  private static func regions(
    _ document: String, seed: Int, using random: inout SplitMix64
  ) throws -> [Manifest.LoadPort.Region] {
    let document = Array(document.utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
    let foldings = RandomFoldings.document(for: graph, most: 4, using: &random)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(
          every: Folding(pe: 1, simd: 1),
          exceptions: try FoldingFile(Array(foldings.utf8), file: "foldings").exceptions),
        clockHertz: 100_000_000, generator: "test", hasWritableWeights: true))
    let manifest: Manifest
    do {
      manifest = try generator.generate(graph, document: document).design.manifest
    } catch {
      #expect(error.diagnostics.allSatisfy { $0.id.hasPrefix("hardware.") })
      return []
    }
    #expect(manifest.units.allSatisfy { $0.kernels == nil })
    return manifest.load?.regions ?? []
  }

  /// A memory of B bytes per word begins at a multiple of what it takes, a power of two of words.
  @Test(
    "memories do not overlap and begin where their module looks for them", arguments: 0..<60)
  func disjoint(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document =
      seed.isMultiple(of: 2)
      ? RandomConvNetwork.document(.fewKernels, using: &random)
      : RandomConvNetwork.document(using: &random)
    var end = 0
    for region in try Self.regions(document, seed: seed, using: &random) {
      var words = 1
      while words < region.words { words *= 2 }
      #expect(region.address >= end)
      #expect(region.address % (words * region.bytesPerWord) == 0)
      end = region.address + words * region.bytesPerWord
    }
  }
}
