import BNNIR
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("Scores at exact zero padding")
struct BorderScoresTests {
  /// All of a map of one pixel has the same border: there is one class of start values, and no
  /// threshold.
  @Test("count nothing for what is outside a map of one pixel", arguments: [1, 3])
  func onePixel(pe: Int) async throws {
    let document = Array(
      """
      {"format": "bnn-hw-network", "version": 1, "name": "pixel",
       "input": {"shape": [1, 1, 2], "type": "bit"},
       "layers": [
         {"name": "c", "kind": "binary_conv", "filters": 3, "kernel": 3, "padding": 1,
          "padding_value": "0", "weights": ["ffff03", "000100", "a5c301"]}
       ]}
      """.utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "pixel.json"))
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: pe, simd: 2)), clockHertz: 100_000_000,
        generator: "test"))
    try await withTemporaryDirectory { directory in
      try DesignWriter.write(
        try generator.generate(graph, document: document).design, to: directory)
      let request = SimulationRequest(
        directory: directory, manifest: try GeneratedDirectory(opening: directory).manifest,
        frames: PixelBatch(frames: 4, elementsPerFrame: 2, bytes: [0, 0, 0, 1, 1, 0, 1, 1]),
        simulator: .icarus, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
    }
  }
}
