public import BNNIR

/// Finds foldings of all layers that reach a goal: the least hardware within a time, or the least
/// time within a device's room.
///
/// `FoldingDescent` finds cheap foldings for a time per matrix; this finds the time. Intervals and
/// latencies that count in the end are those of the whole dataflow's simulation.
public struct FoldingSearch: Sendable {
  let evaluation: FoldingEvaluation
  let options: FoldingOptions
  let goal: FoldingGoal
  /// Whether there is a goal; without one the options explain given foldings.
  let isSearched: Bool
  let bounds: FoldingBounds

  /// - Parameters:
  ///   - graph: the network after its passes.
  ///   - asked: what the user asked for besides: storage, stages, and layers that are not to be
  ///     chosen.
  public init(
    _ graph: Graph, asked: FoldingRequest, goal: FoldingGoal?, limits: WeightLimits = .none,
    isWritable: Bool = false
  ) throws(DiagnosticError) {
    evaluation = FoldingEvaluation(
      graph, asked: asked, limits: limits, isWritable: isWritable,
      model: AreaModel(family: goal?.room?.family ?? .xc7))
    options = try FoldingOptions(evaluation)
    self.goal = goal ?? FoldingGoal()
    isSearched = goal != nil
    bounds = FoldingBounds(limits: limits, room: goal?.room)
  }

  /// Throws `DiagnosticError` if no folding reaches the goal, with what is in the way.
  public func run() throws(DiagnosticError) -> FoldingRequest {
    if let latency = goal.latencyCycles {
      return try cheapest(latencyCycles: latency)
    }
    if let target = goal.cyclesPerFrame {
      return try cheapest(cyclesPerFrame: target).request
    }
    return try fastest()
  }

  // MARK: Least hardware

  /// Within the goal's time and room.
  func cheapest(
    cyclesPerFrame target: Int
  ) throws(DiagnosticError) -> (request: FoldingRequest, found: FoldingDescent.Found) {
    var budget = target
    var slowest = (cycles: Int.max, unit: "")
    for _ in 0..<Self.rounds {
      guard budget > 0, let found = try descend(budget: budget, target: target) else { break }
      let request = evaluation.request(found.foldings)
      var cycles = found.trial.slowest.cycles
      if cycles <= target {
        try checkBounds(found, target: target)
        cycles = FrameTiming(of: try dataflow(request)).cyclesPerFrame
      }
      if cycles <= target { return (request, found) }
      if cycles < slowest.cycles { slowest = (cycles, found.trial.slowest.unit) }
      // Units that wait for each other take a little more than the slowest one; the rest is theirs.
      // Any budget down to the slowest layer's time gives the same foldings again.
      let longest = longest(found.foldings)
      if longest > budget { break }
      budget = min(longest - 1, Int(Double(budget) * Double(target) / Double(cycles)))
    }
    throw DiagnosticError(unreachable(target, slowest))
  }

  private static let rounds = 12

  func descend(
    budget: Int, target: Int? = nil
  ) throws(DiagnosticError) -> FoldingDescent.Found? {
    try FoldingDescent.run(evaluation, options, budget: budget, target: target, bounds: bounds)
  }

  func dataflow(_ request: FoldingRequest) throws(DiagnosticError) -> DataflowGraph {
    try DataflowPasses.runForTiming(
      on: try Lowering.lower(
        evaluation.graph, folding: request, engine: evaluation.engine
      ).dataflow,
      limits: evaluation.limits, effort: 0)
  }

  /// What is missing in the goal's room, FIFOs included, which are sized behind the search: the
  /// room to search in again. Nil if nothing is.
  func smallerRoom(for graph: DataflowGraph, than room: HardwareRoom) -> HardwareRoom? {
    guard let wanted = goal.room, !graph.fifos.isEmpty else { return nil }
    let area = evaluation.model.area(of: graph)
    if area.excess(over: wanted.area) == 0 { return nil }
    return room.reduced(by: wanted.area, over: area, margin: 0.98)
  }

  /// For a design that is too large with its FIFOs, however little room the rest was searched in.
  func doesNotFit(_ graph: DataflowGraph) -> DiagnosticError {
    guard let room = goal.room else {
      preconditionFailure("bnn-hw bug: a goal without a room that does not fit")
    }
    return DiagnosticError(
      .tooLarge(evaluation.model.area(of: graph), room, at: "with the FIFOs that it takes"))
  }

  private func longest(_ foldings: [Folding]) -> Int {
    zip(evaluation.matrices, foldings).map { $0.cycles(of: $1) }.max() ?? 1
  }

  /// Throws what keeps a design from being built that is fast enough.
  private func checkBounds(
    _ found: FoldingDescent.Found, target: Int
  ) throws(DiagnosticError) {
    if found.rank.excess == 0 { return }
    if let room = goal.room, found.trial.area.excess(over: room.area) > 0 {
      throw DiagnosticError(
        .tooLarge(found.trial.area, room, at: "at most \(target) cycles per frame"))
    }
    // Names the limits, and what comes nearest to them.
    _ = try dataflow(evaluation.request(found.foldings))
  }

  /// Of a design in which there is nothing to fold.
  private func checkRoom(_ room: HardwareRoom) throws(DiagnosticError) {
    let area = evaluation.model.area(of: try dataflow(evaluation.asked))
    if area.excess(over: room.area) > 0 {
      throw DiagnosticError(.tooLarge(area, room, at: "without a matrix to fold"))
    }
  }

  // MARK: Least time

  /// Halves the range of times that are left.
  private func fastest() throws(DiagnosticError) -> FoldingRequest {
    guard let room = goal.room else {
      preconditionFailure("bnn-hw bug: a goal without a bound")
    }
    let budgets = options.budgets
    if evaluation.matrices.isEmpty { try checkRoom(room) }
    guard let slowest = budgets.last, let smallest = try descend(budget: slowest) else {
      return evaluation.asked
    }
    if smallest.rank.excess > 0 {
      _ = try dataflow(evaluation.request(smallest.foldings))
      throw DiagnosticError(.tooLarge(smallest.trial.area, room, at: "at any speed"))
    }
    var best = smallest
    var (low, high) = (0, budgets.count - 1)
    while low < high {
      let middle = (low + high) / 2
      // Matrices that are faster than the units between them would be for nothing.
      let found = try descend(budget: budgets[middle], target: budgets[middle])
      if let found, found.rank.excess == 0 {
        best = found
        high = middle
      } else {
        low = middle + 1
      }
    }
    return evaluation.request(best.foldings)
  }
}

extension FoldingSearch {
  fileprivate func unreachable(
    _ target: Int, _ slowest: (cycles: Int, unit: String)
  ) -> Diagnostic {
    let fastest = zip(options.matrices, options.leastCycles).max { $0.1 < $1.1 }
    if let fastest, fastest.1 > target {
      let lanes = evaluation.isGiven(fastest.0) ? "the lanes that it was given" : "all its lanes"
      return .tooSlow(target, "'\(fastest.0.name)' needs \(fastest.1) with \(lanes)")
    }
    return .tooSlow(target, "'\(slowest.unit)' makes it \(slowest.cycles) at best")
  }
}

extension Diagnostic {
  fileprivate static func tooSlow(_ target: Int, _ reason: String) -> Diagnostic {
    Diagnostic(
      "folding.target", file: "--target-fps",
      "no folding takes at most \(target) cycles per frame: \(reason)",
      hint: "take a higher --clock or a lower target")
  }

  fileprivate static func tooLarge(
    _ area: HardwareArea, _ room: HardwareRoom, at speed: String
  ) -> Diagnostic {
    let percent = Int((room.share * 100).rounded())
    return Diagnostic(
      "folding.fit", file: "--fit",
      "nothing fits into \(percent) % of \(room.device) \(speed): the nearest that was found takes "
        + "\(area.text), but there are \(room.area.text)",
      hint: "take a larger device, or more of it with --fit-share")
  }
}

extension HardwareArea {
  fileprivate var text: String {
    "\(luts) LUTs, \(ffs) FFs, \(blocks.tenths) block RAMs of 36 Kbit and \(dsps) DSPs"
  }
}

extension Double {
  /// With one decimal, rounded down.
  fileprivate var tenths: String {
    let tenths = Int(self * 10)
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
