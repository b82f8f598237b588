/// Takes out layers that only move thresholds: `requantize`, `scale_bias`, and `prelu` without
/// negative slopes, where nothing but thresholds reads them.
///
/// Each channel of such a layer is a function f that rises or falls, so over the integers that come
/// f(x) ≥ T is x ≥ S, x ≤ S or a constant. S is found by evaluating f.
enum FoldIntoThresholds {
  static func run(_ graph: Graph) -> Graph {
    var graph = graph
    var index = 1
    while index < graph.nodes.count {
      if let folded = folding(graph, at: index) {
        graph = folded
        // One node before it is gone; it may fold with the next.
        index -= 1
      } else {
        index += 1
      }
    }
    return graph
  }

  private static func folding(_ graph: Graph, at index: Int) -> Graph? {
    let node = graph.nodes[index]
    guard let source = node.inputs.first, source != graph.output,
      graph.consumers[source] == [index], let function = MonotoneFunction(graph, source)
    else { return nil }
    var drafts = graph.drafts
    switch node.layer {
    case .threshold(let layer):
      let rules = layer.rules.enumerated().map { function.rule($1, channel: $0) }
      drafts[index].layer = .threshold(Threshold(rules: rules))
    case .multiThreshold(let layer):
      let rules = layer.rules.enumerated().map { function.rules($1, channel: $0) }
      drafts[index].layer = .multiThreshold(MultiThreshold(rules: rules))
    default: return nil
    }
    drafts[index].inputs = graph.nodes[source].inputs
    drafts[index].origins = graph.nodes[source].origins + node.origins
    return graph.replacing(drafts, output: graph.output)
  }
}

/// A layer whose channels each rise or fall with the integer that comes.
private struct MonotoneFunction {
  private let range: ClosedRange<Int>
  private let value: (_ x: Int, _ channel: Int) -> Int

  init?(_ graph: Graph, _ index: Int) {
    let node = graph.nodes[index]
    switch node.layer {
    case .requantize(let layer): value = { x, _ in layer.result(of: x) }
    case .scaleBias(let layer): value = { $0 * layer.scale[$1] + layer.bias[$1] }
    case .prelu(let layer):
      guard layer.slope.allSatisfy({ $0 >= 0 }) else { return nil }
      value = layer.value
    default: return nil
    }
    guard case .integer(let range) = graph.nodes[node.inputs[0]].type.element else {
      preconditionFailure("bnn-hw bug: '\(node.name)' of something that is not an integer")
    }
    self.range = range
  }

  /// The rule for what comes that says what the given one says of the result.
  func rule(_ rule: Threshold.Rule, channel: Int) -> Threshold.Rule {
    let holds = { rule.holds(for: value($0, channel)) }
    let holdsLow = holds(range.lowerBound)
    guard holdsLow != holds(range.upperBound) else { return holdsLow ? .always : .never }
    // The last integer that still gives what the low end gives, and the first that does not.
    var (low, high) = (range.lowerBound, range.upperBound)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(middle) == holdsLow { low = middle } else { high = middle }
    }
    return holdsLow ? .atMost(low) : .atLeast(high)
  }

  /// As above; the results have one sense, constants among them.
  func rules(_ rules: [Threshold.Rule], channel: Int) -> [Threshold.Rule] {
    let folded = rules.map { rule($0, channel: channel) }
    let falls = folded.contains { if case .atMost = $0 { true } else { false } }
    return folded.map { rule in
      switch rule {
      case .always: falls ? .atMost(range.upperBound) : .atLeast(range.lowerBound)
      case .never: falls ? .atMost(range.lowerBound - 1) : .atLeast(range.upperBound + 1)
      case .atLeast, .atMost: rule
      }
    }
  }
}
