internal import BNNIR

/// What a network takes and how long its slowest unit needs, for given foldings of all matrices:
/// everything that lies between and around the matrices included, as lowering makes it.
struct FoldingEvaluation: Sendable {
  /// The network after its passes.
  let graph: Graph
  /// What the user asked for besides: stages, storage, and layers that are not to be chosen.
  let asked: FoldingRequest
  let limits: WeightLimits
  /// Whether weights can be written, which keeps them out of the logic.
  let isWritable: Bool
  let model: AreaModel
  /// What some layers share, if that is asked for.
  let engine: Lowering.Engine?
  /// Of the other layers.
  let matrices: [MatrixShape]

  /// A design that was looked at.
  struct Trial {
    let area: HardwareArea
    /// The cycles per frame of the slowest unit.
    let slowest: (cycles: Int, unit: String)
    /// What weights take by the model that limits are stated in.
    let weights: WeightUse
  }

  init(
    _ graph: Graph, asked: FoldingRequest, limits: WeightLimits, isWritable: Bool,
    model: AreaModel
  ) {
    self.graph = graph
    self.asked = asked
    self.limits = limits
    self.isWritable = isWritable
    self.model = model
    engine = Lowering.Engine(graph, asked)
    matrices = Lowering.streamedMatrices(of: graph, engine)
  }

  /// Whether the user gave a layer's lanes.
  func isGiven(_ matrix: MatrixShape) -> Bool {
    asked.exceptions.contains { $0.layer == matrix.name && $0.isFolding }
  }

  /// `foldings` are those of the matrices, in order.
  func request(_ foldings: [Folding]) -> FoldingRequest {
    let chosen = Dictionary(
      zip(matrices.map(\.name), foldings), uniquingKeysWith: { first, _ in first })
    return FoldingRequest(
      every: asked.every, exceptions: asked.exceptions, chosen: chosen,
      engine: asked.engine)
  }

  func trial(_ foldings: [Folding]) throws(DiagnosticError) -> Trial {
    let dataflow = try dataflow(foldings)
    var slowest = (cycles: 0, unit: "")
    for instance in dataflow.instances {
      let cycles = instance.unit.model.cyclesPerFrame
      if cycles > slowest.cycles { slowest = (cycles, instance.name) }
    }
    return Trial(
      area: model.area(of: dataflow), slowest: slowest, weights: WeightUse(of: dataflow))
  }

  /// For every matrix the area of its layer's units, without what joins it to others; with the
  /// weights of all matrices in each of `storages`, or where the foldings say if they say it.
  func ownAreas(
    _ foldings: [Folding], in storages: [WeightStorage]
  ) throws(DiagnosticError) -> [[HardwareArea]] {
    let dataflow = try lowered(foldings)
    return storages.map { storage in
      var areas: [String: HardwareArea] = [:]
      for var instance in dataflow.instances where instance.unit.isOwnOfMatrix {
        if let unit = instance.unit.matrix, unit.storage == nil {
          instance.unit = .matrixVector(unit.with(storage: storage))
        }
        areas[instance.layer, default: .zero] += model.area(of: instance)
      }
      return matrices.map { areas[$0.name] ?? .zero }
    }
  }

  /// As it is before weights are placed by cost and rings are sized.
  private func dataflow(_ foldings: [Folding]) throws(DiagnosticError) -> DataflowGraph {
    InsertWidthConverters.run(InsertForks.run(try lowered(foldings)))
  }

  private func lowered(_ foldings: [Folding]) throws(DiagnosticError) -> DataflowGraph {
    let dataflow = try Lowering.lower(graph, folding: request(foldings), engine: engine).dataflow
    return isWritable ? LoadMap.announce(dataflow) : dataflow
  }
}

/// What the weights of a dataflow take, as `WeightLimits` count it.
struct WeightUse: Hashable {
  private(set) var luts = 0
  private(set) var halfBlocks = 0

  init(of graph: DataflowGraph) {
    for matrix in graph.instances.compactMap(\.unit.matrix) {
      guard let storage = matrix.storage else { continue }
      luts += matrix.weightCost.luts(in: storage)
      halfBlocks += matrix.weightCost.halfBlocks(in: storage)
    }
  }

  /// By what share of the limits they are exceeded.
  func excess(over limits: WeightLimits) -> Double {
    func excess(_ used: Int, _ limit: Int?) -> Double {
      guard let limit, used > limit else { return 0 }
      return Double(used - limit) / Double(max(limit, 1))
    }
    return excess(luts, limits.luts) + excess(halfBlocks, limits.blocks.map { 2 * $0 })
  }
}

extension HardwareUnit {
  /// Whether a unit belongs to a matrix alone and follows from its folding.
  var isOwnOfMatrix: Bool {
    switch self {
    case .matrixVector, .slidingWindow, .padding, .bitPlanes: true
    case .axisInput, .binarizer, .pixelTable, .thermometer, .reduce, .threshold, .widthConverter,
      .scaleBias, .argMax, .axisOutput, .fork, .fifo, .add, .concat, .requantize, .bitPlane,
      .gatedAdd, .select, .engine:
      false
    }
  }
}
