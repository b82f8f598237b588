internal import BNNIR

/// The units of a design: foldings that were asked for or found, and the dataflow that they give.
struct DesignPlan {
  let request: FoldingRequest
  let lowered: Lowering.Result
  let dataflow: DataflowGraph
  /// What found or explains the foldings, if anything does.
  var search: FoldingSearch?
  /// What was chosen that nobody asked for.
  var notes: [Lowering.Note] = []
}

extension Generator {
  /// With the foldings that were asked for or that reach the goal; with a shared engine if nothing
  /// fits without one.
  func plan(of graph: Graph) throws(DiagnosticError) -> DesignPlan {
    do {
      let (asked, note) = settled(options.folding, in: graph)
      var plan = try plan(of: graph, asked: asked)
      plan.notes += note.map { [$0] } ?? []
      return plan
    } catch {
      guard options.folding.engine == nil, !options.hasWritableWeights,
        error.diagnostics.contains(where: { $0.id == "folding.fit" }),
        let plan = planWithEngine(graph)
      else { throw error }
      return plan
    }
  }

  func plan(
    of graph: Graph, asked: FoldingRequest
  ) throws(DiagnosticError) -> DesignPlan {
    let search = try search(graph, asked: asked, goal: options.goal)
    guard let goal = options.goal, let search else {
      var plan = try built(graph, asked)
      plan.search = search
      return plan
    }
    var plan = try built(graph, try search.run())
    plan.search = search
    guard var room = goal.room else { return plan }
    // FIFOs are sized when foldings are known: if they do not fit, the search is for less room.
    var rounds = 0
    while let smaller = search.smallerRoom(for: plan.dataflow, than: room) {
      room = smaller
      rounds += 1
      let goal = FoldingGoal(
        cyclesPerFrame: goal.cyclesPerFrame, latencyCycles: goal.latencyCycles, room: room)
      guard rounds <= Self.roundsForFIFOs,
        let request = try? self.search(graph, asked: asked, goal: goal)?.run()
      else { throw search.doesNotFit(plan.dataflow) }
      plan = try built(graph, request)
      plan.search = search
    }
    return plan
  }

  private static let roundsForFIFOs = 4

  /// Nil if there is nothing to search for or to explain.
  private func search(
    _ graph: Graph, asked: FoldingRequest, goal: FoldingGoal?
  ) throws(DiagnosticError) -> FoldingSearch? {
    if goal == nil && !options.explains { return nil }
    return try FoldingSearch(
      graph, asked: asked, goal: goal, limits: options.weightLimits,
      isWritable: options.hasWritableWeights)
  }

  private func built(
    _ graph: Graph, _ request: FoldingRequest
  ) throws(DiagnosticError) -> DesignPlan {
    if let engine = request.engine, options.hasWritableWeights {
      throw DiagnosticError(.writableEngine(engine))
    }
    let lowered = try Lowering.lower(graph, folding: request)
    let dataflow = try DataflowPasses.run(
      on: lowered.dataflow, limits: options.weightLimits, fifos: options.fifos,
      isWritable: options.hasWritableWeights)
    return DesignPlan(request: request, lowered: lowered, dataflow: dataflow)
  }
}

// MARK: A shared engine
extension Generator {
  /// The fastest of some engines that fit with the rest of the network around them, or the smallest
  /// that reaches a target; nil if none does.
  private func planWithEngine(_ graph: Graph) -> DesignPlan? {
    guard let goal = options.goal, let room = goal.room else { return nil }
    let hasTarget = goal.cyclesPerFrame != nil || goal.latencyCycles != nil
    var found: [(asked: FoldingRequest, note: Lowering.Note?, cycles: Int)] = []
    for (pe, simd) in Self.engineLanes {
      let engine = EngineRequest(pe: pe, simd: simd, popcountStages: options.engineStages)
      let (asked, note) = settled(options.folding.with(engine: engine), in: graph)
      guard let request = try? search(graph, asked: asked, goal: goal)?.run(),
        let lowered = try? Lowering.lower(graph, folding: request)
      else { continue }
      found.append((asked, note, lowered.dataflow.slowestCycles))
      if hasTarget { break }
    }
    let model = AreaModel(family: room.family)
    let fastest = found.enumerated()
      .sorted { ($0.element.cycles, $0.offset) < ($1.element.cycles, $1.offset) }
    for candidate in fastest.map(\.element) {
      guard let engine = candidate.asked.engine,
        var plan = try? plan(of: graph, asked: candidate.asked),
        model.area(of: plan.dataflow).excess(over: room.area) == 0
      else { continue }
      plan.notes = [.sharedEngine(engine, in: plan.dataflow, room)]
      plan.notes += candidate.note.map { [$0] } ?? []
      return plan
    }
    return nil
  }

  /// With the stages of an engine that does not say how many it has, and a note of them.
  private func settled(
    _ asked: FoldingRequest, in graph: Graph
  ) -> (asked: FoldingRequest, note: Lowering.Note?) {
    let clock = options.clockHertz
    guard let engine = asked.engine,
      let (stages, hertz) = Lowering.Engine.stages(of: engine, in: graph, clockHertz: clock)
    else { return (asked, nil) }
    return (
      asked.with(engine: engine.with(popcountStages: stages)),
      .stages(stages, hertz: hertz, of: clock)
    )
  }

  /// PE and SIMD, the fewest lanes first.
  private static let engineLanes = [
    (4, 16), (8, 32), (8, 64), (16, 64), (32, 64), (32, 128), (64, 128), (64, 256),
  ]
}

extension Lowering.Note {
  fileprivate static func sharedEngine(
    _ engine: EngineRequest, in dataflow: DataflowGraph, _ room: HardwareRoom
  ) -> Lowering.Note {
    let layers = dataflow.instances.compactMap(\.unit.engine).first?.layers ?? []
    return Lowering.Note(
      description: "no design of layers with units of their own fits \(room.device); "
        + "'\(layers.first?.name ?? "")' to '\(layers.last?.name ?? "")' share an engine with "
        + "pe \(engine.pe), simd \(engine.simd), and read their weights from external memory")
  }

  fileprivate static func stages(_ stages: Int, hertz: Int, of clock: Int) -> Lowering.Note {
    let possible = hertz >= clock ? "" : " or what they reach, about \(hertz / 1_000_000) MHz,"
    return Lowering.Note(
      description: "the shared engine has \(stages) popcount stages, with which it computes the "
        + "most frames at \(clock / 1_000_000) MHz\(possible) by delays of the 7 series")
  }
}

extension Diagnostic {
  fileprivate static func writableEngine(_ engine: EngineRequest) -> Diagnostic {
    Diagnostic(
      "engine.writable", at: engine.anchor,
      "weights of a shared engine cannot be written over AXI4-Lite",
      hint: "leave out --writable-weights, and write them to external memory")
  }
}
