public import BNNIR

/// Turns the folded network into hardware units. The only place that sees both layers and units.
public struct Lowering {
  /// A request that could not be met as given, and what was taken instead.
  public struct Note: Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public struct Result: Sendable {
    public let dataflow: DataflowGraph
    public let notes: [Note]
  }

  /// Builds the units of a graph that the network passes went over.
  public static func lower(
    _ graph: Graph, folding: FoldingRequest
  ) throws(DiagnosticError) -> Result {
    var sink = DiagnosticSink()
    var lowering = Lowering(graph: graph, request: folding)
    lowering.checkFoldings(into: &sink)
    for index in graph.nodes.indices { lowering.lower(index, into: &sink) }
    try sink.throwIfErrors()
    lowering.lowerOutput()
    let dataflow = DataflowGraph(
      instances: lowering.instances, streams: lowering.streams, input: 0,
      output: lowering.streams.count - 1)
    return Result(dataflow: dataflow, notes: lowering.notes)
  }

  let graph: Graph
  let request: FoldingRequest
  /// The longest time that any matrix needs per frame: other units need not be faster.
  let bottleneck: Int
  private let consumers: [[Int]]
  private(set) var instances: [DataflowGraph.Instance] = []
  private(set) var streams: [DataflowGraph.Stream] = []
  private(set) var notes: [Note] = []
  /// The stream that carries each node's value.
  private var streamOfNode: [Int: Int] = [:]

  private init(graph: Graph, request: FoldingRequest) {
    self.graph = graph
    self.request = request
    self.consumers = graph.consumers
    self.bottleneck =
      graph.nodes.map { node in
        guard case .binaryDense(let dense) = node.layer else { return 1 }
        let folding = request.folding(of: node.name).clamped(to: dense.weights)
        return dense.weights.rows.dividedRoundingUp(by: folding.pe)
          * dense.weights.columns.dividedRoundingUp(by: folding.simd)
      }.max() ?? 1
  }

  private mutating func checkFoldings(into sink: inout DiagnosticSink) {
    var foldable: [String] = []
    for node in graph.nodes {
      guard case .binaryDense(let dense) = node.layer else { continue }
      foldable.append(node.name)
      let asked = request.folding(of: node.name)
      let taken = asked.clamped(to: dense.weights)
      if taken != asked { notes.append(.clamped(node.name, asked, taken, dense.weights)) }
    }
    request.check(layers: foldable, into: &sink)
  }

  /// One exhaustive switch: how each kind of layer becomes units.
  private mutating func lower(_ index: Int, into sink: inout DiagnosticSink) {
    let node = graph.nodes[index]
    switch node.layer {
    case .input(let layer): lowerInput(layer, index)
    case .binaryDense(let dense): lowerDense(dense, index)
    case .threshold: lowerThreshold(index, into: &sink)
    case .scaleBias(let layer): lowerScaleBias(layer, index)
    case .argMax: lowerArgMax(index)
    case .batchNorm, .sign: preconditionFailure("bnn-hw bug: '\(node.name)' was not folded")
    }
  }
}

// MARK: Layers
extension Lowering {
  private mutating func lowerInput(_ layer: InputLayer, _ index: Int) {
    let node = graph.nodes[index]
    // The whole frame is one vector: a dense layer reads it in the order (y, x, channel).
    let elements = layer.shape.elements
    let lanes = narrowestLanes(dividing: inputLanes(of: index), elements: elements)
    let unit: HardwareUnit =
      switch layer.encoding {
      case .threshold(let threshold):
        .binarizer(
          BinarizerUnit(
            pixels: layer.pixels, threshold: threshold, lanesWide: lanes, elements: elements))
      case .identity:
        .axisInput(
          AxisInputUnit(
            output: StreamType(
              elementBits: 1, signed: false, lanes: lanes, elementsPerVector: elements,
              vectorsPerFrame: 1)))
      }
    streams.append(
      DataflowGraph.Stream(
        name: "\(node.name)_pixels", type: unit.model.inputs[0], layer: node.name))
    streamOfNode[index] = append(unit, name: "\(node.name)_encode", layer: node.name, from: 0)
  }

  /// The SIMD of the matrix that reads a node.
  private func inputLanes(of index: Int) -> Int {
    guard let reader = consumers[index].first,
      case .binaryDense(let dense) = graph.nodes[reader].layer
    else { preconditionFailure("bnn-hw bug: bits that no matrix reads") }
    return request.folding(of: graph.nodes[reader].name).clamped(to: dense.weights).simd
  }

  /// The fewest lanes that divide `lanes` and still pass a vector within the bottleneck's time.
  private func narrowestLanes(dividing lanes: Int, elements: Int) -> Int {
    lanes.divisors.first { elements.dividedRoundingUp(by: $0) <= bottleneck } ?? lanes
  }

  /// A matrix alone gives sums; with a threshold behind it, bits under the threshold's name.
  private mutating func lowerDense(_ dense: BinaryDense, _ index: Int) {
    let node = graph.nodes[index]
    var valueNode = index
    var activation = MatrixVectorUnit.Activation.scores
    if let reader = consumers[index].first,
      case .threshold(let threshold) = graph.nodes[reader].layer
    {
      valueNode = reader
      activation = .thresholds(
        threshold.rules.map { Self.popcountThreshold($0, synapses: dense.weights.columns) })
    }
    let folding = request.folding(of: node.name).clamped(to: dense.weights)
    let unit = MatrixVectorUnit(
      name: node.name, weights: dense.weights, activation: activation, pe: folding.pe,
      simd: folding.simd, vectorsPerFrame: 1)
    let source = stream(of: node.inputs[0])
    streamOfNode[valueNode] = append(
      .matrixVector(unit), name: "\(node.name)_mvu", layer: node.name, from: source,
      value: graph.nodes[valueNode].name)
  }

  /// With N synapses the sum is 2·popcount − N, so sum ≥ b means popcount ≥ ⌈(b + N) / 2⌉.
  static func popcountThreshold(_ rule: Threshold.Rule, synapses: Int) -> Int {
    switch rule {
    case .always: return 0
    case .never: return synapses + 1
    case .atLeast(let bound):
      // Clamping first keeps the sum in range; ⌈x / 2⌉ of a number that is not negative.
      let clamped = min(max(bound, -synapses), synapses + 2)
      return min((clamped + synapses + 1) / 2, synapses + 1)
    case .atMost: preconditionFailure("bnn-hw bug: an upper bound reached the hardware")
    }
  }

  /// Thresholds behind a matrix are part of its unit; others are refused.
  private mutating func lowerThreshold(_ index: Int, into sink: inout DiagnosticSink) {
    if streamOfNode[index] == nil { sink.report(.loneThreshold(graph.nodes[index], graph)) }
  }

  private mutating func lowerScaleBias(_ layer: ScaleBias, _ index: Int) {
    let node = graph.nodes[index]
    let source = scoreStream(of: node.inputs[0])
    guard case .integer(let range) = node.type.element else {
      preconditionFailure("bnn-hw bug: scores that are not integers")
    }
    let unit = ScaleBiasUnit(
      name: node.name, layer: layer, from: source.type, outputBits: range.signedBits)
    streamOfNode[index] = append(
      .scaleBias(unit), name: "\(node.name)_scale", layer: node.name, from: source.index)
  }

  private mutating func lowerArgMax(_ index: Int) {
    let node = graph.nodes[index]
    let source = scoreStream(of: node.inputs[0])
    streamOfNode[index] = append(
      .argMax(ArgMaxUnit(from: source.type)), name: "\(node.name)_argmax", layer: node.name,
      from: source.index)
  }

  private mutating func lowerOutput() {
    let source = scoreStream(of: graph.output)
    let layer = graph.nodes[graph.output].name
    _ = append(
      .axisOutput(AxisOutputUnit(from: source.type)), name: "\(layer)_out", layer: layer,
      from: source.index)
  }
}

// MARK: Streams
extension Lowering {
  private func stream(of node: Int) -> Int {
    guard let stream = streamOfNode[node] else {
      preconditionFailure("bnn-hw bug: a value without a stream")
    }
    return stream
  }

  /// A node's stream, and its type on the fewest lanes that keep up with the bottleneck.
  private func scoreStream(of node: Int) -> (index: Int, type: StreamType) {
    let index = stream(of: node)
    let type = streams[index].type
    let lanes = narrowestLanes(dividing: type.lanes, elements: type.elementsPerVector)
    return (index, type.with(lanes: lanes))
  }

  private mutating func append(
    _ unit: HardwareUnit, name: String, layer: String, from source: Int, value: String? = nil
  ) -> Int {
    let output = streams.count
    streams.append(
      DataflowGraph.Stream(name: name, type: unit.model.output, layer: value ?? layer))
    instances.append(
      DataflowGraph.Instance(
        name: name, layer: layer, unit: unit, inputs: [source], outputs: [output]))
    return output
  }
}

extension Folding {
  /// At most one lane per row and per column.
  func clamped(to weights: BitMatrix) -> Folding {
    Folding(pe: min(pe, weights.rows), simd: min(simd, weights.columns))
  }
}

extension Lowering.Note {
  fileprivate static func clamped(
    _ layer: String, _ asked: Folding, _ taken: Folding, _ weights: BitMatrix
  ) -> Lowering.Note {
    Lowering.Note(
      description: "\(layer): pe \(asked.pe), simd \(asked.simd) is more than its "
        + "\(weights.rows)×\(weights.columns) weights can use; taking pe \(taken.pe), "
        + "simd \(taken.simd)")
  }
}

extension Diagnostic {
  fileprivate static func loneThreshold(_ node: Graph.Node, _ graph: Graph) -> Diagnostic {
    let source = graph.nodes[node.inputs[0]]
    return Diagnostic(
      "hardware.threshold", at: node.anchor,
      "'\(node.name)' binarizes the output of \(source.layer.kindName) '\(source.name)', but "
        + "hardware has thresholds only behind binary_dense",
      hint: "fold the layers between into the thresholds")
  }
}
