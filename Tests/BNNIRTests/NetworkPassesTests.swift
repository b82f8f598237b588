import TestSupport
import Testing

@testable import BNNIR

@Suite("Network passes")
struct NetworkPassesTests {
  @Test("no pass changes what a random network computes", arguments: 0..<60)
  func evaluationIsUnchanged(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let text = RandomNetwork.document(using: &random)
    let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
    let frames = PixelBatch.random(8, for: graph.input, using: &random)
    let expected = GoldenModel(graph).trace(frames)[graph.output]
    var current = graph
    for pass in NetworkPasses.all {
      current = pass.run(current)
      let actual = GoldenModel(current).trace(frames)[current.output]
      #expect(actual == expected, "seed \(seed), after \(pass.name)")
    }
    let remaining = current.nodes.map(\.layer.kindName)
    #expect(!remaining.contains("batch_norm") && !remaining.contains("sign"))
  }

  @Test("a neuron with an upper bound has its weights inverted")
  func polarity() throws {
    let graph = try Networks.graph(
      layers: """
        {"name": "d", "kind": "binary_dense", "units": 2, "weights": ["05", "05"]},
        {"name": "t", "kind": "threshold", "thresholds": [1, -1], "sense": [">=", "<="]}
        """, inputBits: 3)
    let normalized = NormalizePolarity.run(graph)
    #expect(
      normalized.nodes[1].layer
        == .binaryDense(
          BinaryDense(
            weights: BitMatrix(columns: 3, rows: [[true, false, true], [false, true, false]]))))
    #expect(
      normalized.nodes[2].layer == .threshold(Threshold(rules: [.atLeast(1), .atLeast(1)])))
  }
}
