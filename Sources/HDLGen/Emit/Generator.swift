public import BNNIR

/// From a typed network to a complete design, through all passes.
public struct Generator: Sendable {
  public struct Options: Sendable {
    public let folding: FoldingRequest
    /// Registers within the popcounts of a shared engine that nobody asked for; nil for as many as
    /// the clock asks for.
    public let engineStages: Int?
    public let clockHertz: Int
    /// Program and version, for the manifest.
    public let generator: String
    public let weightLimits: WeightLimits
    /// Whether weights and thresholds can be written over AXI4-Lite.
    public let hasWritableWeights: Bool
    public let fifos: FIFOPolicy
    /// What foldings are to be searched for, if any.
    public let goal: FoldingGoal?
    /// Whether the foldings are to be explained.
    public let explains: Bool

    public init(
      folding: FoldingRequest, clockHertz: Int, generator: String,
      weightLimits: WeightLimits = .none, fifos: FIFOPolicy = .throughput,
      goal: FoldingGoal? = nil, hasWritableWeights: Bool = false, explains: Bool = false,
      engineStages: Int? = nil
    ) {
      self.engineStages = engineStages
      self.fifos = fifos
      self.hasWritableWeights = hasWritableWeights
      self.goal = goal
      self.explains = explains
      self.weightLimits = weightLimits
      self.folding = folding
      self.clockHertz = clockHertz
      self.generator = generator
    }
  }

  public struct Output: Sendable {
    public let design: Design
    public let notes: [Lowering.Note]
    /// Of every matrix, as it was built.
    public let foldings: [LayerFolding]
    /// The shared engine, if there is one.
    public let engine: EngineRequest?
    /// If it was asked for.
    public let explanation: FoldingExplanation?
    /// What FIFOs for the other purpose would take, if that was asked for and there are any.
    public let otherFIFOs: FIFOFigures?
  }

  static let networkPath = "network.json"

  private let library: RTLLibrary
  let options: Options

  public init(library: RTLLibrary, options: Options) {
    self.library = library
    self.options = options
  }

  /// `document` is the text that `graph` was read from; it goes into the design unchanged.
  public func generate(
    _ graph: Graph, document: [UInt8]
  ) throws(DiagnosticError) -> Output {
    let folded = NetworkPasses.run(on: graph)
    let plan = try plan(of: folded)
    let (request, lowered, dataflow) = (plan.request, plan.lowered, plan.dataflow)
    let loadMap = LoadMap(dataflow)
    let top = TopModule(name: "\(graph.name)_core", network: graph.name, graph: dataflow)
    let models = dataflow.instances.map(\.unit.model)
    var files = library.files(
      for: models.map(\.module) + (loadMap == nil ? [] : [TopModule.loadPort]))
    files.append(Design.File(path: "rtl/\(top.name).sv", contents: Array(top.text.utf8)))
    let structural = StructuralPopcount.make(
      for: dataflow.instances.compactMap(\.unit.matrix),
      engines: dataflow.instances.compactMap(\.unit.engine), library: library)
    files += structural.files
    for memory in models.flatMap(\.memories) {
      files.append(Design.File(path: memory.path, contents: memory.text))
    }
    for engine in dataflow.instances.compactMap(\.unit.engine) {
      let image = engine.weightImage
      files.append(Design.File(path: image.path, contents: image.text))
      files.append(Design.File(path: engine.bytesPath, contents: EngineImage.bytes(of: image)))
    }
    if let file = loadMap?.file {
      files.append(Design.File(path: file.path, contents: file.text))
    }
    files.append(Design.File(path: Self.networkPath, contents: document))
    files.sort { $0.path < $1.path }
    let manifest = manifest(of: dataflow, top: top, files: files, figures: structural.figures)
    let explanation = try plan.search.flatMap { (search) throws(DiagnosticError) in
      options.explains ? try FoldingExplanation(search, request, dataflow) : nil
    }
    return Output(
      design: Design(manifest: manifest, files: files), notes: plan.notes + lowered.notes,
      foldings: LayerFolding.all(of: folded, request, in: dataflow), engine: request.engine,
      explanation: explanation,
      otherFIFOs: options.explains ? try otherFIFOs(lowered.dataflow, beside: dataflow) : nil)
  }

  /// Nil if there are none for either purpose.
  private func otherFIFOs(
    _ lowered: DataflowGraph, beside chosen: DataflowGraph
  ) throws(DiagnosticError) -> FIFOFigures? {
    let policy = options.fifos.other
    let graph = try DataflowPasses.run(
      on: lowered, limits: options.weightLimits, fifos: policy,
      isWritable: options.hasWritableWeights)
    return graph.fifos.isEmpty && chosen.fifos.isEmpty ? nil : FIFOFigures(of: graph, for: policy)
  }

  private func manifest(
    of graph: DataflowGraph, top: TopModule, files: [Design.File],
    figures: [String: StructuralPopcount.Figures]
  ) -> Manifest {
    let timing = FrameTiming(of: graph)
    let consumers = graph.consumers
    return Manifest(
      format: Manifest.currentFormat, version: Manifest.currentVersion,
      generator: options.generator, name: top.network, top: top.name, network: Self.networkPath,
      files: files.map {
        .init(path: $0.path, bytes: $0.contents.count, checksum: Checksum.hex(of: $0.contents))
      },
      clockHertz: options.clockHertz,
      input: inputPort(graph, top),
      output: outputPort(graph, top),
      units: graph.instances.map { instance in
        instance.description(
          (instance.unit.matrix?.name ?? instance.unit.engine?.name).flatMap { figures[$0] })
      },
      streams: graph.instances.flatMap { instance in
        instance.outputs.compactMap { stream in
          consumers[stream].map {
            graph.streams[stream].description(
              producer: instance.name, consumer: graph.instances[$0].name)
          }
        }
      },
      cyclesPerFrame: timing.cyclesPerFrame, settledFrames: timing.settledFrames,
      boundCyclesPerFrame: timing.boundCyclesPerFrame,
      latencyCycles: timing.latencyCycles, fifos: options.fifos, load: LoadMap(graph)?.description)
  }

  private func inputPort(_ graph: DataflowGraph, _ top: TopModule) -> Manifest.Port {
    let type = graph.streams[graph.input].type
    return Manifest.Port(
      dataBits: top.inputDataBits, lanes: type.lanes, laneBits: type.elementBits,
      elementBits: type.elementBits, signed: type.signed,
      elementsPerVector: type.elementsPerVector, vectorsPerFrame: type.vectorsPerFrame,
      beatsPerFrame: type.beatsPerFrame)
  }

  private func outputPort(_ graph: DataflowGraph, _ top: TopModule) -> Manifest.Port {
    let type = graph.streams[graph.output].type
    let last = graph.instances[graph.instances.count - 1].unit.model.inputs[0]
    return Manifest.Port(
      dataBits: top.outputDataBits, lanes: type.lanes, laneBits: type.elementBits,
      elementBits: last.elementBits, signed: type.signed,
      elementsPerVector: type.elementsPerVector, vectorsPerFrame: type.vectorsPerFrame,
      beatsPerFrame: type.beatsPerFrame)
  }
}

extension DataflowGraph.Instance {
  fileprivate func description(_ figures: StructuralPopcount.Figures?) -> Manifest.Unit {
    let model = unit.model
    let inventory = inventory(figures)
    return Manifest.Unit(
      name: name, kind: model.kind, module: model.module, layer: layer,
      parameters: model.parameters,
      memories: model.memories.map {
        Manifest.Memory(file: $0.path, width: $0.width, depth: $0.depth)
      },
      lanes: model.lanes, cyclesPerFrame: model.cyclesPerFrame, folding: folding,
      popcountTables: figures?.tables, hasWiredWeights: unit.matrix?.isWired ?? false,
      kernels: unit.matrix?.kernels, engine: unit.engine.map(Manifest.Engine.init),
      inventory: inventory,
      predicted: ResourceModel.xc7.resources(of: inventory))
  }

  private func inventory(_ figures: StructuralPopcount.Figures?) -> Inventory {
    var inventory = unit.model.inventory
    inventory.popcounts?.tables = figures?.tables
    inventory.popcounts?.registers = figures?.registers
    return inventory
  }

  private var folding: Manifest.Folding? {
    guard case .matrixVector(let unit) = unit else { return nil }
    return Manifest.Folding(
      rows: unit.rows, columns: unit.columns, pe: unit.pe, simd: unit.simd)
  }
}

extension MatrixVectorUnit {
  fileprivate var kernels: Manifest.Kernels? {
    kernelTable.map {
      Manifest.Kernels(
        indexBits: $0.indexBits, tables: weightCost.words.width * $0.lutsPerLane)
    }
  }
}

extension DataflowGraph.Stream {
  fileprivate func description(producer: String, consumer: String) -> Manifest.Stream {
    Manifest.Stream(
      name: name, producer: producer, consumer: consumer, layer: layer,
      elementBits: type.elementBits, signed: type.signed, lanes: type.lanes,
      elementsPerVector: type.elementsPerVector, vectorsPerFrame: type.vectorsPerFrame)
  }
}
