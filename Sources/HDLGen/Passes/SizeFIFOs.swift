/// Puts FIFOs where units wait for each other, no deeper than it takes.
///
/// Where a value is read twice and the two ways join again, the shorter one must hold what the
/// longer one still works on, or nothing moves at all. Elsewhere a unit that gives its beats in
/// bursts can keep a slower one waiting, which a FIFO between them evens out.
///
/// Depths come from simulations of the dataflow. With deep FIFOs everywhere the interval is the
/// best of these foldings. When frames come evenly at that interval, the highest fill of each FIFO
/// is enough of a depth: a circuit that starts everything as early as possible does nothing later
/// than that schedule, since an earlier beat delays nobody. Then each FIFO is made smaller until
/// the interval would grow, as long as the effort allows: a network of hundreds of units keeps a
/// few words too many.
///
/// Whether a network comes to a halt does not depend on when source and sink stall, since every
/// unit takes and gives the same beats in the same order whatever it waits for. So a simulation
/// from reset that repeats itself without a halt rules it out.
struct SizeFIFOs {
  private var graph: DataflowGraph
  /// Of `graph`, in its steady state.
  private var simulation: DataflowSimulation
  /// The interval at which frames are offered in trials, and the longest one that is good.
  private let schedule: Int
  private let target: Int
  /// Moves of units that trials may still take.
  private var effort: Int

  /// - Parameter effort: moves of units that making FIFOs smaller may take; with none of it they
  ///   are as deep as they are filled, which is as fast.
  static func run(
    _ graph: DataflowGraph, for policy: FIFOPolicy, effort: Int = usualEffort
  ) -> DataflowGraph {
    switch policy {
    case .memory: leastMemory(graph, effort)
    case .throughput: fastest(graph, effort)
    }
  }

  /// Some twenty seconds.
  static let usualEffort = 300_000_000

  /// Frames pass one by one in trials: whether they come to a halt does not depend on the schedule.
  private static func leastMemory(_ graph: DataflowGraph, _ effort: Int) -> DataflowGraph {
    if graph.joinInputs.isEmpty { return graph }
    let deep = graph.withDeepFIFOs(graph.joinInputs)
    let latency = FrameTiming.firstLatency(of: deep)
    return SizeFIFOs(deep, schedule: 2 * latency, target: .max, effort: effort).smallest
  }

  /// FIFOs at joins alone if these do, else at more places; none if the slowest unit is as fast
  /// anyway.
  private static func fastest(_ graph: DataflowGraph, _ effort: Int) -> DataflowGraph {
    let slowest = graph.slowestCycles
    var tried: [(deep: DataflowGraph, interval: Int)] = []
    for places in [graph.joinInputs, graph.burstyInputs] {
      let deep = graph.withDeepFIFOs(places)
      let sizing = SizeFIFOs(deep, schedule: slowest, target: slowest, effort: effort)
      if sizing.isGood(sizing.simulation) { return sizing.sizedByFill.smallest }
      tried.append((deep, sizing.simulation.interval ?? .max))
    }
    // Units keep each other waiting whatever lies between them.
    let (joins, everywhere) = (tried[0], tried[1])
    let gain = joins.interval - everywhere.interval
    let best = gain > joins.interval / worthwhile ? everywhere : joins
    if best.deep == graph || best.interval == .max { return best.deep }
    let target = best.interval + best.interval / worthwhile
    return SizeFIFOs(best.deep, schedule: target, target: target, effort: effort)
      .sizedByFill.smallest
  }

  /// A gain of less than this part of the interval is not worth FIFOs.
  private static let worthwhile = 100

  /// `schedule` is the interval at which frames are offered in trials.
  private init(_ graph: DataflowGraph, schedule: Int, target: Int, effort: Int) {
    self.graph = graph
    self.schedule = schedule
    self.target = target
    self.effort = effort
    simulation = Self.steadyState(of: graph, schedule: schedule)
  }

  private static func steadyState(of graph: DataflowGraph, schedule: Int) -> DataflowSimulation {
    var simulation = DataflowSimulation(graph, sourceInterval: schedule)
    simulation.runToSteadyState()
    return simulation
  }

  private func isGood(_ simulation: DataflowSimulation) -> Bool {
    simulation.interval.map { $0 <= target } ?? false
  }

  /// Each FIFO as deep as it is filled when frames come evenly. A block RAM gives its words later
  /// than LUTs, which changes how full others are; so the second fill counts.
  private var sizedByFill: SizeFIFOs {
    let deep = graph.mapFIFOs { index, unit in
      let storage = unit.with(depthInBeats: simulation.highestFills[index] ?? 1).storage
      return FIFOUnit(from: unit.from, depthInBeats: unit.depthInBeats, storage: storage)
    }
    let fills = Self.steadyState(of: deep, schedule: schedule).highestFills
    let sized = deep.mapFIFOs { index, unit in
      FIFOUnit(from: unit.from, depthInBeats: fills[index] ?? 1, storage: unit.storage)
    }
    let sizing = SizeFIFOs(sized, schedule: schedule, target: target, effort: effort)
    return isGood(sizing.simulation) ? sizing : self
  }

  /// One FIFO after the other as small as it can be, the largest one first.
  private var smallest: DataflowGraph {
    var sizing = self
    let names = graph.fifos.sorted { graph.bits($0) > graph.bits($1) }
      .map { graph.instances[$0].name }
    // What holds a beat or two is hardly needed, and often goes at once.
    let shallow = names.filter { name in
      graph.fifos.contains { graph.instances[$0].name == name && graph.depth($0) <= 2 }
    }
    let rest = names.filter { !shallow.contains($0) }
    let kept = sizing.remove(shallow[...])
    let left = sizing.remove(rest[...]) + kept
    let quick = sizing.shrinking(left, goesOn: true)
    let fromReset = Self.steadyState(of: quick.graph, schedule: schedule)
    if isGood(fromReset) { return quick.graph }
    sizing.effort = quick.effort - fromReset.moves
    return sizing.shrinking(left, goesOn: false).graph
  }

  /// - Parameter goesOn: whether a trial goes on from where the last one is, which takes less time.
  ///   The ways of a running network can hold parts of other frames than they get to hold from
  ///   reset with smaller FIFOs, so that it keeps running where that one comes to a halt.
  private func shrinking(_ names: [String], goesOn: Bool) -> SizeFIFOs {
    var sizing = self
    for name in names {
      guard let index = sizing.graph.instances.firstIndex(where: { $0.name == name }) else {
        continue
      }
      sizing.shrink(index, goesOn: goesOn)
    }
    return sizing
  }

  /// Without the words that nothing ever reaches when the source always offers, which changes
  /// nothing: trials that end early, or whose frames come more slowly than need be, leave some, and
  /// so do windows that were made smaller since.
  static func trim(_ graph: DataflowGraph) -> DataflowGraph {
    if graph.fifos.isEmpty { return graph }
    let fills = steadyState(of: graph, schedule: 0).highestFills
    return graph.mapFIFOs { index, unit in
      let depth = min(unit.depthInBeats, fills[index] ?? 1)
      return FIFOUnit(from: unit.from, depthInBeats: depth, storage: unit.storage)
    }
  }

  /// Takes out FIFOs that nothing is lost without, all at once where that does, else by halves;
  /// returns those that stay.
  private mutating func remove(_ names: ArraySlice<String>) -> [String] {
    if names.isEmpty || effort <= 0 { return Array(names) }
    let without = names.reduce(graph) { $0.removingFIFO($1) }
    let trial = Self.steadyState(of: without, schedule: schedule)
    effort -= trial.moves
    if isGood(trial) {
      (graph, simulation) = (without, trial)
      return []
    }
    if names.count == 1 { return Array(names) }
    let middle = names.startIndex + names.count / 2
    // The smaller ones first: a large one that stays may do their work.
    let last = remove(names[middle...])
    return remove(names[..<middle]) + last
  }

  /// Finds the least depth that is good in steps that double, then by halving.
  private mutating func shrink(_ index: Int, goesOn: Bool) {
    guard let fifo = graph.fifo(index) else { return }
    var good = fifo.depthInBeats
    var bad = 0
    var step: Int? = 1
    while good - bad > 1 && effort > 0 {
      let depth = max(good - (step ?? good), (good + bad) / 2)
      let smaller = fifo.with(depthInBeats: depth)
      var other = graph
      other.instances[index].unit = .fifo(smaller)
      let trial =
        goesOn
        ? simulation.goingOn(withFIFO: index, smaller)
        : Self.steadyState(of: other, schedule: schedule)
      effort -= trial.moves
      if isGood(trial) {
        good = depth
        step = step.map { 2 * $0 }
        (graph, simulation) = (other, trial)
      } else {
        bad = depth
        step = nil
      }
    }
  }
}
