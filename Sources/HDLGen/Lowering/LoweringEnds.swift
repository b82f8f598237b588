internal import BNNIR

// The ways in and out, and the scores.
extension Lowering {
  mutating func lowerInput(_ layer: InputLayer, _ index: Int) {
    let node = graph.nodes[index]
    let (vector, simd) = readerOfInput(layer, index)
    let vectors = layer.shape.elements / vector
    let lanes = narrowestLanes(dividing: simd, elements: vector, vectors: vectors)
    let raw = StreamType(
      elementBits: layer.pixels.bits, signed: layer.pixels == .int8, lanes: lanes,
      elementsPerVector: vector, vectorsPerFrame: vectors)
    let unit: HardwareUnit =
      switch layer.encoding {
      case .threshold(let threshold):
        .binarizer(BinarizerUnit(from: raw, threshold: threshold))
      case .identity: .axisInput(AxisInputUnit(output: raw))
      case .table(let table):
        .pixelTable(PixelTableUnit(name: node.name, table: table, from: raw))
      case .thermometer(let bounds):
        .thermometer(ThermometerUnit(name: node.name, from: raw, bounds: bounds))
      }
    streams.append(DataflowGraph.Stream(name: "\(node.name)_pixels", type: raw, layer: node.name))
    carry(
      index,
      on: append(unit, name: "\(node.name)_encode", layer: node.name, from: 0, value: node.name))
  }

  /// The elements of a vector of the input and the lanes that its reader takes: a window reads
  /// pixel by pixel; for a dense layer the whole frame is one vector.
  private func readerOfInput(_ layer: InputLayer, _ index: Int) -> (vector: Int, lanes: Int) {
    let reader = consumers[index].first
    var vector = layer.shape.channels
    if let reader, graph.nodes[reader].layer.isDense { vector = layer.shape.elements }
    if case .thermometer = layer.encoding { return (vector, layer.shape.channels) }
    if let reader, let engine, reader == engine.chain.nodes[0] { return (vector, engine.unit.simd) }
    let simd = reader.flatMap { MatrixShape(graph, $0) }?.folding(request).simd
    return (vector, simd ?? layer.shape.channels)
  }

  mutating func lowerScaleBias(_ layer: ScaleBias, _ index: Int) {
    let source = scoreStream(of: graph.nodes[index].inputs[0])
    let unit = ScaleBiasUnit(
      name: graph.nodes[index].name, scale: layer.scale, slope: nil, bias: layer.bias,
      from: source.type, results: integerRange(of: index))
    appendScale(unit, index, from: source.index)
  }

  /// With a `scale_bias` right behind it this is one unit: (x · p) · s + b = x · (p · s) + b.
  mutating func lowerPReLU(_ layer: PReLU, _ index: Int) {
    let source = scoreStream(of: graph.nodes[index].inputs[0])
    let ones = layer.slope.map { _ in 1 << layer.fractionBits }
    var (scale, slope, bias) = (ones, layer.slope, layer.slope.map { _ in 0 })
    var valueNode = index
    if index != graph.output, consumers[index].count == 1,
      case .scaleBias(let next) = graph.nodes[consumers[index][0]].layer
    {
      scale = zip(scale, next.scale).map { $0 * $1 }
      slope = zip(slope, next.scale).map { $0 * $1 }
      bias = next.bias
      valueNode = consumers[index][0]
    }
    let unit = ScaleBiasUnit(
      name: graph.nodes[valueNode].name, scale: scale, slope: slope, bias: bias,
      from: source.type, results: integerRange(of: valueNode))
    appendScale(unit, valueNode, from: source.index)
  }

  private mutating func appendScale(_ unit: ScaleBiasUnit, _ index: Int, from source: Int) {
    let node = graph.nodes[index]
    let output = append(
      .scaleBias(unit), name: "\(node.name)_scale", layer: node.name, from: source,
      value: node.name)
    carry(index, on: output)
  }

  mutating func lowerArgMax(_ index: Int) {
    let node = graph.nodes[index]
    let source = scoreStream(of: node.inputs[0])
    let output = append(
      .argMax(ArgMaxUnit(from: source.type)), name: "\(node.name)_argmax", layer: node.name,
      from: source.index, value: node.name)
    carry(index, on: output)
  }

  mutating func lowerOutput() {
    let source = scoreStream(of: graph.output)
    let layer = graph.nodes[graph.output].name
    _ = append(
      .axisOutput(AxisOutputUnit(from: source.type)), name: "\(layer)_out", layer: layer,
      from: source.index, value: layer)
  }

  /// A node's stream, and its type pixel by pixel on the fewest lanes that keep up with the
  /// bottleneck.
  private func scoreStream(of node: Int) -> (index: Int, type: StreamType) {
    let index = stream(of: node)
    let lanes = lanesWithinBottleneck(node, stream: index)
    return (index, mapType(of: node, stream: index, lanes: lanes))
  }

  /// The fewest lanes that divide `lanes` and still pass a frame within the bottleneck's time.
  private func narrowestLanes(dividing lanes: Int, elements: Int, vectors: Int) -> Int {
    lanes.divisors.first { elements.dividedRoundingUp(by: $0) * vectors <= bottleneck } ?? lanes
  }
}

extension Layer {
  /// Whether it reads its whole input as one vector.
  fileprivate var isDense: Bool {
    if case .binaryDense = self { return true }
    if case .integerDense = self { return true }
    return false
  }
}
