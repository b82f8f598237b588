/// Replaces `sign`, with or without a `batch_norm` before it, by integer thresholds, exactly.
///
/// sign(gamma·(x − mean)/√(variance + epsilon) + beta) is monotone in x, so over the integers it is
/// `x ≥ T` (gamma > 0), `x ≤ T` (gamma < 0) or a constant. T is found by evaluating the exact sign
/// at integers: a float estimate is only where the search starts.
enum FoldBatchNorm {
  static func run(_ graph: Graph) -> Graph {
    var drafts = graph.drafts
    for (index, node) in graph.nodes.enumerated() {
      guard case .sign(let sign) = node.layer else { continue }
      let source = graph.nodes[node.inputs[0]]
      if case .batchNorm(let norm) = source.layer {
        guard case .integer(let range) = graph.nodes[source.inputs[0]].type.element else {
          preconditionFailure("bnn-hw bug: batch_norm of something that is not an integer")
        }
        let rules = norm.channels.map { rule(for: $0, sign: sign, over: range) }
        drafts[index].layer = .threshold(Threshold(rules: rules))
        drafts[index].inputs = source.inputs
        drafts[index].origins = source.origins + node.origins
      } else {
        let rule = Threshold.Rule.atLeast(sign.zeroIsPositive ? 0 : 1)
        let rules = Array(repeating: rule, count: node.type.shape.channels)
        drafts[index].layer = .threshold(Threshold(rules: rules))
      }
    }
    return graph.replacing(drafts, output: graph.output)
  }

  /// The integer rule that equals sign(norm(x)) for every x of the range.
  static func rule(
    for channel: BatchNorm.Channel, sign: Sign, over range: ClosedRange<Int>
  ) -> Threshold.Rule {
    let holds = { (x: Int) in sign.isPositive(channel.sign(of: x)) }
    let atLow = holds(range.lowerBound)
    guard atLow != holds(range.upperBound) else { return atLow ? .always : .never }
    // The last integer that still gives what the low end gives.
    var low = range.lowerBound
    var high = range.upperBound
    if let guess = estimate(of: channel, in: low + 1..<high) {
      if holds(guess) == atLow { low = guess } else { high = guess }
      if low == guess, guess + 1 < high, holds(guess + 1) != atLow { high = guess + 1 }
      if high == guess, guess - 1 > low, holds(guess - 1) == atLow { low = guess - 1 }
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) == atLow { low = middle } else { high = middle }
    }
    return atLow ? .atMost(low) : .atLeast(high)
  }

  /// Where y crosses zero, in floating point; nil where that says nothing.
  private static func estimate(
    of channel: BatchNorm.Channel, in range: Range<Int>
  ) -> Int? {
    let root =
      channel.mean
      - channel.beta * (channel.variance + channel.epsilon).squareRoot() / channel.gamma
    guard root.isFinite, !range.isEmpty else { return nil }
    let clamped = min(
      max(root.rounded(.down), Double(range.lowerBound)), Double(range.upperBound - 1))
    return Int(clamped)
  }
}
