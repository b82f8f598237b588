/// Swaps a max-pool of integers with the thresholds behind it: a pool of bits is cheaper.
///
/// For `x ≥ T` the largest value decides, so the pool becomes an OR. For `x ≤ T` it would be an
/// AND; the threshold then gives the opposite bit, `x ≥ T + 1`, an OR pools it, and the channel's
/// weights in the layer that reads it are inverted. Constant channels stay as they are.
enum MovePoolBehindThreshold {
  static func run(_ graph: Graph) -> Graph {
    var drafts = graph.drafts
    let consumers = graph.consumers
    for (index, node) in graph.nodes.enumerated() {
      guard case .threshold(let threshold) = node.layer,
        case .maxPool = graph.nodes[node.inputs[0]].layer,
        consumers[node.inputs[0]] == [index], node.inputs[0] != graph.output
      else { continue }
      let pool = node.inputs[0]
      let inverted = threshold.rules.map { if case .atMost = $0 { true } else { false } }
      if inverted.contains(true) {
        guard index != graph.output,
          invertReaders(consumers[index], inverted, graph, &drafts)
        else { continue }
      }
      // The two nodes trade places: the threshold reads what the pool read.
      drafts[pool].layer = .threshold(Threshold(rules: threshold.rules.map(opposite)))
      drafts[pool].name = node.name
      drafts[pool].origins = node.origins
      drafts[index].layer = graph.nodes[pool].layer
      drafts[index].name = graph.nodes[pool].name
      drafts[index].origins = graph.nodes[pool].origins
    }
    return graph.replacing(drafts, output: graph.output)
  }

  private static func opposite(_ rule: Threshold.Rule) -> Threshold.Rule {
    if case .atMost(let bound) = rule { return .atLeast(bound + 1) }
    return rule
  }

  /// Inverts the columns of the readers' weights that belong to inverted channels; false if a
  /// reader has none, or mixes them with padding of a fixed sign.
  private static func invertReaders(
    _ readers: [Int], _ inverted: [Bool], _ graph: Graph, _ drafts: inout [Graph.Draft]
  ) -> Bool {
    var layers: [(Int, Layer)] = []
    for reader in readers {
      switch graph.nodes[reader].layer {
      case .binaryDense(let dense):
        layers.append(
          (reader, .binaryDense(BinaryDense(weights: invert(dense.weights, inverted)))))
      case .binaryConv(let conv) where conv.groups == 1 && conv.geometry.padding == .none:
        layers.append((reader, .binaryConv(conv.with(weights: invert(conv.weights, inverted)))))
      case .binaryConv, .integerDense, .integerConv, .input, .maxPool, .sumPool, .batchNorm, .sign,
        .threshold, .scaleBias, .add, .concat, .requantize, .prelu, .multiThreshold, .bitPlane,
        .gatedAdd, .select, .argMax:
        return false
      }
    }
    for (reader, layer) in layers { drafts[reader].layer = layer }
    return true
  }

  /// Columns repeat the channels, innermost.
  private static func invert(_ weights: BitMatrix, _ inverted: [Bool]) -> BitMatrix {
    var weights = weights
    for row in 0..<weights.rows {
      for column in 0..<weights.columns where inverted[column % inverted.count] {
        weights[row, column].toggle()
      }
    }
    return weights
  }
}
