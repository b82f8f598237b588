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
    try lower(graph, folding: folding, engine: Engine(graph, folding))
  }

  /// - Parameter engine: what the request's becomes, which takes a while to find out.
  static func lower(
    _ graph: Graph, folding: FoldingRequest, engine: Engine?
  ) throws(DiagnosticError) -> Result {
    var sink = DiagnosticSink()
    var lowering = Lowering(graph: graph, request: folding, engine: engine)
    lowering.checkFoldings(into: &sink)
    lowering.checkEngine(into: &sink)
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
  /// Of the layers that share a unit; nil if none do.
  let engine: Engine?
  /// The longest time that any matrix needs per frame: other units need not be faster.
  let bottleneck: Int
  let consumers: [[Int]]
  private var instances: [DataflowGraph.Instance] = []
  var streams: [DataflowGraph.Stream] = []
  private var notes: [Note] = []
  /// The stream that carries each node's value.
  private var streamOfNode: [Int: Int] = [:]

  private init(graph: Graph, request: FoldingRequest, engine: Engine?) {
    self.engine = engine
    self.graph = graph
    self.request = request
    self.consumers = graph.consumers
    let cycles = Self.streamedMatrices(of: graph, engine).map { $0.cycles(request) }
    bottleneck = max(cycles.max() ?? 1, engine?.unit.cyclesPerFrame ?? 1)
  }

  private mutating func checkFoldings(into sink: inout DiagnosticSink) {
    let matrices = Self.streamedMatrices(of: graph, engine)
    for matrix in matrices {
      let asked = request.folding(of: matrix.name)
      let taken = matrix.folding(request)
      if taken != asked { notes.append(.clamped(matrix, asked, taken)) }
    }
    let all = Self.streamedMatrices(of: graph, nil).map(\.name)
    let shared = Set(all).subtracting(matrices.map(\.name))
    for exception in request.exceptions where shared.contains(exception.layer) {
      notes.append(.shared(exception.layer))
    }
    request.check(layers: all, into: &sink)
  }

  /// One exhaustive switch: how each kind of layer becomes units.
  private mutating func lower(_ index: Int, into sink: inout DiagnosticSink) {
    let node = graph.nodes[index]
    // What follows a refused layer cannot be built, and a threshold may be part of a unit already.
    if isCarried(index) || !isReachable(index) { return }
    if let engine, engine.chain.nodes.first == index {
      lowerEngine(engine)
      return
    }
    switch node.layer {
    case .input(let layer): lowerInput(layer, index)
    case .binaryDense(let dense): lowerDense(dense, index)
    case .binaryConv(let conv): lowerConv(conv, index, into: &sink)
    case .integerDense(let dense): lowerDense(dense, index)
    case .integerConv(let conv): lowerConv(conv, index, into: &sink)
    case .maxPool(let pool): lowerMaxPool(pool, index)
    case .sumPool(let pool): lowerSumPool(pool, index, into: &sink)
    case .threshold(let threshold): lowerThreshold(threshold, index)
    case .scaleBias(let layer): lowerScaleBias(layer, index)
    case .add: lowerAdd(index)
    case .concat: lowerConcat(index)
    case .requantize(let layer): lowerRequantize(layer, index)
    case .prelu(let layer): lowerPReLU(layer, index)
    case .multiThreshold(let layer): lowerMultiThreshold(layer, index)
    case .bitPlane(let layer): lowerBitPlane(layer, index)
    case .gatedAdd(let layer): lowerGatedAdd(layer, index)
    case .select(let layer): lowerSelect(layer, index)
    case .argMax: lowerArgMax(index)
    case .batchNorm, .sign: preconditionFailure("bnn-hw bug: '\(node.name)' was not folded")
    }
  }
}

// MARK: Streams
extension Lowering {
  func stream(of node: Int) -> Int {
    guard let stream = streamOfNode[node] else {
      preconditionFailure("bnn-hw bug: a value without a stream")
    }
    return stream
  }

  private func isCarried(_ node: Int) -> Bool { streamOfNode[node] != nil }

  private func isReachable(_ node: Int) -> Bool {
    graph.nodes[node].inputs.allSatisfy(isCarried)
  }

  mutating func carry(_ node: Int, on stream: Int) { streamOfNode[node] = stream }

  /// Adds a unit and its output stream, which carries the values of the layer `value`, if any.
  mutating func append(
    _ unit: HardwareUnit, name: String, layer: String, from source: Int, value: String?
  ) -> Int {
    append(unit, name: name, layer: layer, from: [source], value: value)
  }

  /// As above, for a unit that reads several streams.
  mutating func append(
    _ unit: HardwareUnit, name: String, layer: String, from sources: [Int], value: String?
  ) -> Int {
    let output = streams.count
    streams.append(DataflowGraph.Stream(name: name, type: unit.model.output, layer: value))
    instances.append(
      DataflowGraph.Instance(
        name: name, layer: layer, unit: unit, inputs: sources, outputs: [output]))
    return output
  }
}

extension Lowering.Note {
  fileprivate static func shared(_ layer: String) -> Lowering.Note {
    Lowering.Note(
      description: "\(layer): the shared engine computes it; its own folding is not used")
  }

  fileprivate static func clamped(
    _ matrix: MatrixShape, _ asked: Folding, _ taken: Folding
  ) -> Lowering.Note {
    let columns = matrix.columns / matrix.taps
    return Lowering.Note(
      description: "\(matrix.name): \(text(asked, asked)) does not fit its "
        + "\(matrix.rows)×\(columns) weights; taking \(text(taken, asked))")
  }

  /// With the less usual numbers where they were asked for.
  private static func text(_ folding: Folding, _ asked: Folding) -> String {
    var text = "pe \(folding.pe), simd \(folding.simd)"
    if asked.pixels > 1 { text += ", pixels \(folding.pixels)" }
    if asked.bitSerial { text += folding.bitSerial ? ", bit-serial" : ", not bit-serial" }
    return text
  }
}
