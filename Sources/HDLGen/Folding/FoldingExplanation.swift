internal import BNNIR

/// Why every layer has its folding: what it takes, what the nearest cheaper and faster foldings
/// would take, and what no folding could do better.
public struct FoldingExplanation: Codable, Hashable, Sendable {
  public let layers: [Layer]
  /// The unit that takes longest, and its cycles per frame.
  public let bottleneck: String
  public let bottleneckCycles: Int
  /// Of the whole dataflow, by its simulation.
  public let cyclesPerFrame: Int
  public let latencyCycles: Int
  /// XNOR lanes of all layers.
  public let lanes: Int
  /// No folding with this interval has fewer lanes: products of a frame by cycles, layer by layer,
  /// rounded up.
  public let leastLanes: Int
  /// What all units take by the model, and what of that joins the layers: width converters, pools
  /// and the ends.
  public let area: HardwareArea
  public let areaBetweenLayers: HardwareArea

  /// A folding in numbers.
  public struct Choice: Codable, Hashable, Sendable {
    public let pe: Int
    public let simd: Int
    public let pixels: Int
    public let bitSerial: Bool
    public let weights: WeightStorage?
    public let cyclesPerFrame: Int
    /// Of the layer's own units, by the model.
    public let area: HardwareArea

    init(_ option: FoldingOption) {
      pe = option.folding.pe
      simd = option.folding.simd
      pixels = option.folding.pixels
      bitSerial = option.folding.bitSerial
      weights = option.folding.storage
      cyclesPerFrame = option.cycles
      area = option.area
    }
  }

  /// What decided a layer's folding.
  public enum Reason: String, Codable, Sendable {
    /// The user gave it.
    case given
    /// It has no cheaper folding at any speed.
    case cheapest
    /// Every cheaper one would be too slow.
    case inTime
  }

  public struct Layer: Codable, Hashable, Sendable {
    public let name: String
    public let rows: Int
    public let columns: Int
    public let choice: Choice
    public let reason: Reason
    /// The fastest of those that cost less; nil if there is none.
    public let nextCheaper: Choice?
    /// The cheapest of those that take fewer cycles; nil if there is none.
    public let nextFaster: Choice?
    /// With all its lanes.
    public let leastCycles: Int
  }

  /// - Parameters:
  ///   - request: the foldings of the design.
  ///   - dataflow: the finished design.
  init(
    _ search: FoldingSearch, _ request: FoldingRequest, _ dataflow: DataflowGraph
  ) throws(DiagnosticError) {
    let evaluation = search.evaluation
    let model = evaluation.model
    let foldings = LayerFolding.all(of: evaluation.graph, request, in: dataflow).map(\.folding)
    let areas = try evaluation.ownAreas(foldings, in: [.lut])[0]
    let timing = FrameTiming(of: dataflow)
    var layers: [Layer] = []
    for (index, matrix) in evaluation.matrices.enumerated() {
      let option = FoldingOption(
        folding: foldings[index], cycles: matrix.cycles(of: foldings[index]), area: areas[index],
        weights: matrix.weights(of: foldings[index], areWritable: evaluation.isWritable))
      let isGiven = !search.isSearched || evaluation.isGiven(matrix)
      layers.append(
        Layer(matrix, option, among: search.options.options[index], search.bounds, isGiven))
    }
    self.layers = layers
    let slowest = dataflow.instances.map { ($0.name, $0.unit.model.cyclesPerFrame) }
      .max { $0.1 < $1.1 }
    bottleneck = slowest?.0 ?? ""
    bottleneckCycles = slowest?.1 ?? 1
    cyclesPerFrame = timing.cyclesPerFrame
    latencyCycles = timing.latencyCycles
    lanes = dataflow.instances.reduce(0) { $0 + $1.unit.model.lanes }
    leastLanes = evaluation.matrices.reduce(0) { sum, matrix in
      sum + matrix.productsPerFrame.dividedRoundingUp(by: timing.cyclesPerFrame)
    }
    area = model.area(of: dataflow)
    areaBetweenLayers = model.area(of: dataflow.withoutOwnUnits)
  }
}

extension FoldingExplanation.Layer {
  fileprivate init(
    _ matrix: MatrixShape, _ chosen: FoldingOption, among options: [FoldingOption],
    _ bounds: FoldingBounds, _ isGiven: Bool
  ) {
    let cost = { (option: FoldingOption) in bounds.rate.cost(of: option.area) }
    let cheaper = options.filter { $0.cycles > chosen.cycles && cost($0) < cost(chosen) }
      .min { ($0.cycles, cost($0)) < ($1.cycles, cost($1)) }
    let faster = options.filter { $0.cycles < chosen.cycles }
      .min { (cost($0), $0.cycles) < (cost($1), $1.cycles) }
    name = matrix.name
    rows = matrix.rows
    columns = matrix.columns
    choice = .init(chosen)
    reason = isGiven ? .given : cheaper == nil ? .cheapest : .inTime
    nextCheaper = cheaper.map(FoldingExplanation.Choice.init)
    nextFaster = faster.map(FoldingExplanation.Choice.init)
    leastCycles = options.map(\.cycles).min() ?? chosen.cycles
  }
}

extension DataflowGraph {
  /// What lies between layers with weights.
  fileprivate var withoutOwnUnits: DataflowGraph {
    var graph = self
    graph.instances.removeAll { $0.unit.isOwnOfMatrix }
    return graph
  }
}
