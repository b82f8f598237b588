/// Turns `sum ≤ T` into `−sum ≥ −T` by inverting the weights of the neuron that makes the sum.
///
/// Done where the threshold is the sum's only reader; a rule that must stay as it is (a shared sum)
/// is left to the lowering, which builds or refuses it.
enum NormalizePolarity {
  static func run(_ graph: Graph) -> Graph {
    var drafts = graph.drafts
    let consumers = graph.consumers
    for (index, node) in graph.nodes.enumerated() {
      guard case .threshold(let threshold) = node.layer else { continue }
      let source = node.inputs[0]
      guard consumers[source] == [index], source != graph.output else { continue }
      switch graph.nodes[source].layer {
      case .binaryDense(let dense):
        let (flipped, rules) = flip(dense.weights, by: threshold.rules)
        drafts[source].layer = .binaryDense(BinaryDense(weights: flipped))
        drafts[index].layer = .threshold(Threshold(rules: rules))
      case .binaryConv(let conv):
        let (flipped, rules) = flip(conv.weights, by: threshold.rules)
        drafts[source].layer = .binaryConv(conv.with(weights: flipped))
        drafts[index].layer = .threshold(Threshold(rules: rules))
      case .integerDense(let dense):
        let (flipped, rules) = flip(dense.weights, by: threshold.rules)
        drafts[source].layer = .integerDense(IntegerDense(weights: flipped))
        drafts[index].layer = .threshold(Threshold(rules: rules))
      case .integerConv(let conv):
        let (flipped, rules) = flip(conv.weights, by: threshold.rules)
        drafts[source].layer = .integerConv(conv.with(weights: flipped))
        drafts[index].layer = .threshold(Threshold(rules: rules))
      case .input, .maxPool, .sumPool, .batchNorm, .sign, .threshold, .scaleBias, .add, .concat,
        .requantize, .prelu, .multiThreshold, .bitPlane, .gatedAdd, .select, .argMax:
        continue
      }
    }
    return graph.replacing(drafts, output: graph.output)
  }

  private static func flip<Matrix: InvertibleRows>(
    _ weights: Matrix, by rules: [Threshold.Rule]
  ) -> (Matrix, [Threshold.Rule]) {
    var weights = weights
    let rules = rules.enumerated().map { row, rule -> Threshold.Rule in
      guard case .atMost(let bound) = rule else { return rule }
      weights.invertRow(row)
      return .atLeast(-bound)
    }
    return (weights, rules)
  }
}

/// Weights whose rows can change their sign.
private protocol InvertibleRows {
  mutating func invertRow(_ row: Int)
}

extension BitMatrix: InvertibleRows {}
extension IntegerMatrix: InvertibleRows {}
