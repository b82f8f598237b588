/// Takes out channels that have the same bit for every input, with the neurons that make them.
///
/// A constant v in the layer that reads it adds v·w to every sum, which the thresholds behind it
/// take over: sum ≥ b becomes sum without it ≥ b − v·w. So the reader must be a matrix with nothing
/// but a threshold behind it, and a convolution must not pad. Max-pools of bits may lie between.
/// Taking channels out narrows the reader's sums, which may make more of its channels constant.
enum RemoveConstantChannels {
  static func run(_ graph: Graph) -> Graph {
    var graph = graph
    for index in graph.nodes.indices {
      if let removal = Removal(in: graph, threshold: index) { graph = removal.result(graph) }
    }
    return graph
  }
}

/// Channels of one threshold that go.
private struct Removal {
  /// The matrix that makes the channels, the threshold behind it, the matrix that reads them and
  /// the threshold behind that.
  private let maker: Int
  private let threshold: Int
  private let reader: Int
  private let readerThreshold: Int
  /// The value of each channel that goes, nil for those that stay; one stays in any case.
  private let constants: [Int?]

  /// Nil if there is nothing to take out.
  init?(in graph: Graph, threshold index: Int) {
    guard case .threshold(let layer) = graph.nodes[index].layer, index != graph.output else {
      return nil
    }
    let consumers = graph.consumers
    threshold = index
    maker = graph.nodes[index].inputs[0]
    guard Self.canLoseRows(graph.nodes[maker].layer), consumers[maker] == [index],
      case .integer(let range) = graph.nodes[maker].type.element
    else { return nil }
    var last = index
    while consumers[last].count == 1, last != graph.output,
      case .maxPool = graph.nodes[consumers[last][0]].layer
    {
      last = consumers[last][0]
    }
    guard last != graph.output, consumers[last].count == 1 else { return nil }
    reader = consumers[last][0]
    guard Self.canLoseColumns(graph.nodes[reader].layer), reader != graph.output,
      consumers[reader].count == 1,
      case .threshold = graph.nodes[consumers[reader][0]].layer
    else { return nil }
    readerThreshold = consumers[reader][0]
    var constants = layer.rules.map { Self.constant($0, over: range) }
    if !constants.contains(nil) { constants[0] = nil }
    guard constants.contains(where: { $0 != nil }) else { return nil }
    self.constants = constants
  }

  private static func canLoseRows(_ layer: Layer) -> Bool {
    switch layer {
    case .binaryDense: true
    case .binaryConv(let conv): conv.groups == 1
    default: false
    }
  }

  private static func canLoseColumns(_ layer: Layer) -> Bool {
    switch layer {
    case .binaryDense: true
    case .binaryConv(let conv): conv.groups == 1 && conv.geometry.padding == .none
    default: false
    }
  }

  private static func constant(_ rule: Threshold.Rule, over range: ClosedRange<Int>) -> Int? {
    let ends = [rule.holds(for: range.lowerBound), rule.holds(for: range.upperBound)]
    return ends[0] == ends[1] ? (ends[0] ? 1 : -1) : nil
  }

  func result(_ graph: Graph) -> Graph {
    var drafts = graph.drafts
    let kept = constants.indices.filter { constants[$0] == nil }
    drafts[maker].layer = mapWeights(of: graph.nodes[maker].layer) { weights in
      weights.selecting(rows: kept, columns: Array(0..<weights.columns))
    }
    if case .threshold(let layer) = graph.nodes[threshold].layer {
      drafts[threshold].layer = .threshold(Threshold(rules: kept.map { layer.rules[$0] }))
    }
    var shifts: [Int] = []
    drafts[reader].layer = mapWeights(of: graph.nodes[reader].layer) { weights in
      shifts = (0..<weights.rows).map { row in
        (0..<weights.columns).reduce(0) { sum, column in
          sum + (constants[column % constants.count] ?? 0) * (weights[row, column] ? 1 : -1)
        }
      }
      let columns = (0..<weights.columns).filter { constants[$0 % constants.count] == nil }
      return weights.selecting(rows: Array(0..<weights.rows), columns: columns)
    }
    if case .threshold(let layer) = graph.nodes[readerThreshold].layer {
      let rules = zip(layer.rules, shifts).map { $0.lowered(by: $1) }
      drafts[readerThreshold].layer = .threshold(Threshold(rules: rules))
    }
    return graph.replacing(drafts, output: graph.output)
  }

  private func mapWeights(of layer: Layer, _ body: (BitMatrix) -> BitMatrix) -> Layer {
    switch layer {
    case .binaryDense(let dense): .binaryDense(BinaryDense(weights: body(dense.weights)))
    case .binaryConv(let conv): .binaryConv(conv.with(weights: body(conv.weights)))
    default: layer
    }
  }
}

extension Threshold.Rule {
  fileprivate func lowered(by shift: Int) -> Threshold.Rule {
    switch self {
    case .atLeast(let bound): .atLeast(bound - shift)
    case .atMost(let bound): .atMost(bound - shift)
    case .always, .never: self
    }
  }
}

extension BitMatrix {
  fileprivate func selecting(rows: [Int], columns: [Int]) -> BitMatrix {
    var selected = BitMatrix(rows: rows.count, columns: columns.count)
    for (row, old) in rows.enumerated() {
      for (column, oldColumn) in columns.enumerated() where self[old, oldColumn] {
        selected[row, column] = true
      }
    }
    return selected
  }
}
