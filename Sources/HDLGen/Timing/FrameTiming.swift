/// When a frame goes through a dataflow: interval and latency in clock cycles, predicted exactly.
public struct FrameTiming: Hashable, Sendable {
  /// Cycles from frame to frame in the steady state; where they take turns, their mean, rounded up.
  public let cyclesPerFrame: Int
  /// The cycles of the slowest matrix: no schedule with these lanes is faster.
  public let boundCyclesPerFrame: Int
  /// From the first frame's first input transfer to its last output transfer, both counted.
  public let latencyCycles: Int

  public init(of graph: DataflowGraph) {
    var simulation = DataflowSimulation(graph)
    simulation.runToSteadyState()
    let ends = simulation.frameEnds
    let period = simulation.period ?? 1
    let repeating = ends[ends.count - 1] - ends[ends.count - 1 - period]
    cyclesPerFrame = (repeating + period - 1) / period
    latencyCycles = ends[0] + 1
    boundCyclesPerFrame =
      graph.instances.map(\.unit.model).filter { $0.lanes > 0 }.map(\.cyclesPerFrame).max() ?? 1
  }

  /// The latency alone, in less time.
  static func firstLatency(of graph: DataflowGraph) -> Int {
    var simulation = DataflowSimulation(graph)
    simulation.runFirstFrame()
    return simulation.frameEnds[0] + 1
  }
}
