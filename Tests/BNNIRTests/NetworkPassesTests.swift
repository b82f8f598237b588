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

  @Test("a constant channel goes into the thresholds behind it, and takes others along")
  func constants() throws {
    // Channel 1 of the first layer is always -1; without it the second one's channel 0 is constant
    // as well, and one channel stays though all are constant.
    let graph = try Networks.graph(
      layers: """
        {"name": "a", "kind": "binary_dense", "units": 3, "weights": ["05", "01", "02"]},
        {"name": "ta", "kind": "threshold", "thresholds": [1, 4, -1]},
        {"name": "b", "kind": "binary_dense", "units": 2, "weights": ["02", "05"]},
        {"name": "tb", "kind": "threshold", "thresholds": [3, 1]},
        {"name": "c", "kind": "binary_dense", "units": 2, "weights": ["01", "02"]},
        {"name": "tc", "kind": "threshold", "thresholds": [0, 0]}
        """, inputBits: 3)
    let result = RemoveConstantChannels.run(graph)
    #expect(result.nodes[1].layer.weightRows == [[true, false, true], [false, true, false]])
    #expect(result.nodes[3].layer.weightRows == [[true, true]])
    #expect(result.nodes[4].layer == .threshold(Threshold(rules: [.atLeast(0)])))
    #expect(result.nodes[5].layer.weightRows == [[false], [true]])
    // Of the constant -1: to the sum of row 0 (weight +1) it added -1, to that of row 1 +1.
    #expect(result.nodes[6].layer == .threshold(Threshold(rules: [.atLeast(1), .atLeast(-1)])))
  }

  @Test("no pass changes what a random convolutional network computes", arguments: 0..<100)
  func convolutionsAreUnchanged(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let text = RandomConvNetwork.document(using: &random)
    let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
    let frames = PixelBatch.random(8, for: graph.input, using: &random)
    let result = NetworkPasses.run(on: graph)
    #expect(
      GoldenModel(result).trace(frames)[result.output]
        == GoldenModel(graph).trace(frames)[graph.output], "seed \(seed)")
  }

  @Test("no pass changes what a random network with integer weights computes", arguments: 0..<100)
  func integerWeightsAreUnchanged(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let text = RandomConvNetwork.document(.integers, using: &random)
    let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
    let frames = PixelBatch.random(8, for: graph.input, using: &random)
    let result = NetworkPasses.run(on: graph)
    #expect(
      GoldenModel(result).trace(frames)[result.output]
        == GoldenModel(graph).trace(frames)[graph.output], "seed \(seed)")
  }

  @Test("no pass changes what a random graph of all kinds of layers computes", arguments: 0..<300)
  func graphsAreUnchanged(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let text = RandomGraphNetwork.document(using: &random)
    let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
    let frames = PixelBatch.random(8, for: graph.input, using: &random)
    let result = NetworkPasses.run(on: graph)
    #expect(
      GoldenModel(result).trace(frames)[result.output]
        == GoldenModel(graph).trace(frames)[graph.output], "seed \(seed)")
  }

  @Test("layers that rise or fall before thresholds move these, one after another")
  func foldedIntoThresholds() throws {
    // Sums of -3, -1, 1 and 3 become 7, 3, -1 and -5 or -3, -1, 1 and 3; then their halves, rounded
    // up.
    let graph = try Networks.graph(
      layers: """
        {"name": "d", "kind": "binary_dense", "units": 2, "weights": ["05", "06"]},
        {"name": "s", "kind": "scale_bias", "scale": [-2, 1], "bias": [1, 0], "fraction_bits": 0},
        {"name": "q", "kind": "requantize", "shift": 1, "maximum": 3},
        {"name": "m", "kind": "multi_threshold", "thresholds": [[0, 2, 4], [-2, 1, 2]]}
        """, inputBits: 3)
    let folded = FoldIntoThresholds.run(graph)
    #expect(folded.nodes.map(\.name) == ["input", "d", "m"])
    #expect(folded.nodes[2].origins == ["s", "q", "m"])
    // 4, 2, 0 and -2 are clipped to 3, 2, 0 and -2, of which no one reaches 4. Sums are -3 to 3
    // whether odd or not; -3/2 goes to -1, -1/2 to 0, 1/2 to 1 and 3/2 to 2.
    #expect(
      folded.nodes[2].layer
        == .multiThreshold(
          MultiThreshold(rules: [
            [.atMost(1), .atMost(-1), .atMost(-4)], [.atLeast(-3), .atLeast(1), .atLeast(3)],
          ])))
  }

  @Test("a prelu that falls below zero stays before its threshold")
  func fallingSlope() throws {
    let graph = try Networks.graph(
      layers: """
        {"name": "d", "kind": "binary_dense", "units": 2, "weights": ["05", "06"]},
        {"name": "p", "kind": "prelu", "slope": [0.5, -0.5]},
        {"name": "t", "kind": "threshold", "thresholds": 100}
        """, inputBits: 3)
    #expect(FoldIntoThresholds.run(graph) == graph)
  }

  @Test("random graphs have layers that fold into thresholds")
  func foldingsAreMet() throws {
    let changed = try (0..<200).count { seed in
      var random = SplitMix64(seed: UInt64(seed))
      let text = RandomGraphNetwork.document(using: &random)
      let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
      return FoldIntoThresholds.run(graph) != graph
    }
    #expect(changed > 20)
  }

  @Test("random convolutional networks have constant channels that go")
  func constantsAreMet() throws {
    let changed = try (0..<100).count { seed in
      var random = SplitMix64(seed: UInt64(seed))
      let text = RandomConvNetwork.document(using: &random)
      let graph = try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "random.json"))
      let folded = NetworkPasses.all.dropLast().reduce(graph) { $1.run($0) }
      return RemoveConstantChannels.run(folded) != folded
    }
    #expect(changed > 5)
  }

  @Test("constant channels stay where they are part of scores")
  func constantsThatStay() throws {
    let dense = try Networks.graph(
      layers: """
        {"name": "a", "kind": "binary_dense", "units": 2, "weights": ["05", "01"]},
        {"name": "ta", "kind": "threshold", "thresholds": [1, 4]},
        {"name": "b", "kind": "binary_dense", "units": 2, "weights": ["02", "01"]}
        """, inputBits: 3)
    #expect(RemoveConstantChannels.run(dense) == dense)
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

extension Layer {
  fileprivate var weightRows: [[Bool]]? {
    guard case .binaryDense(let dense) = self else { return nil }
    return (0..<dense.weights.rows).map { row in
      (0..<dense.weights.columns).map { dense.weights[row, $0] }
    }
  }
}
