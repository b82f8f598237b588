import Foundation
import Testing

@testable import BNNIR

/// Parameters of one channel and the signs that exact fractions give for every reachable sum.
private struct FoldCase: Decodable, Sendable {
  let gamma: Double
  let beta: Double
  let mean: Double
  let variance: Double
  let epsilon: Double
  let synapses: Int
  let zero: Int
  let expected: String

  static func all() throws -> [FoldCase] {
    let url = try #require(
      Bundle.module.url(forResource: "fold_cases", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode([FoldCase].self, from: Data(contentsOf: url))
  }

  var channel: BatchNorm.Channel {
    BatchNorm.Channel(gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: epsilon)
  }

  var sign: Sign { Sign(zeroIsPositive: zero == 1) }

  var sums: ClosedRange<Int> { -synapses...synapses }
}

@Suite("Folding batch_norm and sign")
struct FoldBatchNormTests {
  @Test("the integer rule equals exact arithmetic for every sum")
  func rulesEqualFractions() throws {
    for item in try FoldCase.all() {
      let rule = FoldBatchNorm.rule(for: item.channel, sign: item.sign, over: item.sums)
      let bits = item.sums.map { rule.holds(for: $0) ? "1" : "0" }.joined()
      #expect(bits == item.expected, "\(item)")
    }
  }

  @Test("the unfolded layers equal exact arithmetic for every sum")
  func unfoldedLayersEqualFractions() throws {
    for item in try FoldCase.all() {
      let sums = item.sums.map { Int32($0) }
      let input = Tensor(
        shape: TensorShape(vector: 1), frames: sums.count, values: .integers(sums))
      let normalized = BatchNorm(channels: [item.channel]).evaluate([input])
      let bits = item.sign.evaluate([normalized]).bits
      let text = (0..<bits.rows).map { bits[$0, 0] ? "1" : "0" }.joined()
      #expect(text == item.expected, "\(item)")
    }
  }

  @Test("a sign of plain sums becomes a threshold at 0 or 1", arguments: [(1, 0), (-1, 1)])
  func plainSign(zero: Int, bound: Int) throws {
    let graph = try Networks.graph(
      layers: """
        {"name": "d", "kind": "binary_dense", "units": 1, "weights": ["03"]},
        {"name": "s", "kind": "sign", "zero": \(zero)}
        """, inputBits: 2)
    let folded = FoldBatchNorm.run(graph)
    #expect(folded.nodes.map(\.name) == ["input", "d", "s"])
    #expect(folded.nodes[2].layer == .threshold(Threshold(rules: [.atLeast(bound)])))
  }

  @Test("the threshold stands for both layers")
  func originsAreKept() throws {
    let graph = try Networks.graph(
      layers: """
        {"name": "d", "kind": "binary_dense", "units": 1, "weights": ["03"]},
        {"name": "b", "kind": "batch_norm", "mean": 0.5, "variance": 1, "epsilon": 1e-5},
        {"name": "s", "kind": "sign"}
        """, inputBits: 2)
    let folded = FoldBatchNorm.run(graph)
    #expect(folded.nodes.map(\.name) == ["input", "d", "s"])
    #expect(folded.nodes[2].origins == ["b", "s"])
    #expect(folded.nodes[2].layer == .threshold(Threshold(rules: [.atLeast(1)])))
  }
}
