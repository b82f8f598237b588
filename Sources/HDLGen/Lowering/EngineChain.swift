internal import BNNIR

/// Layers that follow each other and that a shared engine can compute.
struct EngineChain: Sendable {
  /// Of the layers with weights.
  private(set) var nodes: [Int] = []
  private(set) var layers: [EngineLayer] = []
  /// The node whose value leaves the chain.
  private(set) var value: Int

  var weights: Int { layers.reduce(0) { $0 + $1.rows * $1.columns } }

  /// The chain that a request names, or the one with the most weights; nil if there is none.
  static func find(in graph: Graph, _ request: EngineRequest) -> EngineChain? {
    let consumers = graph.consumers
    var best: EngineChain?
    var seen: Set<Int> = []
    for first in graph.nodes.indices where !seen.contains(first) {
      if let from = request.from, graph.nodes[first].name != from { continue }
      var chain = EngineChain(value: first)
      chain.extend(with: first, in: graph, consumers, upTo: request.to)
      seen.formUnion(chain.nodes)
      if let to = request.to, chain.nodes.last.map({ graph.nodes[$0].name }) != to { continue }
      if chain.weights > best?.weights ?? 0 { best = chain }
    }
    return best
  }

  /// Takes a layer, and those behind it, as long as the engine can compute them.
  private mutating func extend(
    with first: Int, in graph: Graph, _ consumers: [[Int]], upTo last: String?
  ) {
    var next: Int? = first
    while let index = next,
      let link = Link(index, in: graph, consumers, isFirst: layers.isEmpty)
    {
      nodes.append(index)
      layers.append(link.layer)
      value = link.value
      let isLast = graph.nodes[index].name == last || link.layer.thresholds == nil
      next = isLast || value == graph.output ? nil : consumers[value].only
    }
  }
}

/// A layer of a chain, and the node with its value.
private struct Link {
  let layer: EngineLayer
  let value: Int

  init?(_ index: Int, in graph: Graph, _ consumers: [[Int]], isFirst: Bool) {
    let node = graph.nodes[index]
    guard let first = node.inputs.first, graph.nodes[first].type.element == .bipolar else {
      return nil
    }
    var shape = graph.nodes[first].type.shape
    let weights: BitMatrix
    let geometry: WindowGeometry
    let paddingValue: PaddingValue
    switch node.layer {
    case .binaryDense(let dense):
      if isFirst { shape = TensorShape(height: 1, width: 1, channels: shape.elements) }
      (weights, paddingValue) = (dense.weights, .minusOne)
      geometry = .wholeMap(shape)
    case .binaryConv(let conv):
      let isCorrected = conv.paddingValue == .zero && conv.geometry.padding != .none
      if conv.groups > 1 || isCorrected { return nil }
      (weights, geometry, paddingValue) = (conv.weights, conv.geometry, conv.paddingValue)
    default: return nil
    }
    let synapses = weights.columns
    let threshold = Self.threshold(behind: index, in: graph, consumers)
    let pool = threshold.flatMap { Self.pool(behind: $0.node, in: graph, consumers) }
    if threshold == nil, node.type.shape.pixels > 1 { return nil }
    value = pool?.node ?? threshold?.node ?? index
    layer = EngineLayer(
      name: node.name, shape: shape, geometry: geometry, paddingValue: paddingValue,
      pool: pool?.geometry, weights: weights,
      thresholds: threshold?.rules.map { Lowering.popcountThreshold($0, synapses: synapses) })
  }

  private static func threshold(
    behind index: Int, in graph: Graph, _ consumers: [[Int]]
  ) -> (node: Int, rules: [Threshold.Rule])? {
    guard index != graph.output, let reader = consumers[index].only,
      case .threshold(let threshold) = graph.nodes[reader].layer
    else { return nil }
    return (reader, threshold.rules)
  }

  /// Of bits, without padding.
  private static func pool(
    behind index: Int, in graph: Graph, _ consumers: [[Int]]
  ) -> (node: Int, geometry: WindowGeometry)? {
    guard index != graph.output, let reader = consumers[index].only,
      case .maxPool(let pool) = graph.nodes[reader].layer, pool.geometry.padding == .none,
      pool.geometry.dilation == .init(y: 1, x: 1)
    else { return nil }
    return (reader, pool.geometry)
  }
}

extension WindowGeometry {
  fileprivate static func wholeMap(_ shape: TensorShape) -> WindowGeometry {
    WindowGeometry(
      kernel: .init(y: shape.height, x: shape.width), stride: .init(y: 1, x: 1),
      dilation: .init(y: 1, x: 1), padding: .none)
  }
}

extension [Int] {
  fileprivate var only: Int? { count == 1 ? self[0] : nil }
}
