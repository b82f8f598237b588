/// When a frame goes through a dataflow: interval and latency in clock cycles, predicted exactly.
public struct FrameTiming: Hashable, Sendable {
  /// Cycles from frame to frame in the steady state; where they take turns, their mean, rounded up.
  public let cyclesPerFrame: Int
  /// The cycles of the slowest matrix: no schedule with these lanes is faster.
  public let boundCyclesPerFrame: Int
  /// From the first frame's first input transfer to its last output transfer, both counted.
  public let latencyCycles: Int

  /// Frames behind which each one takes `cyclesPerFrame`; nil if their times take turns.
  public let settledFrames: Int?

  /// The dataflow must not come to a halt, as none does behind `SizeFIFOs`.
  public init(of graph: DataflowGraph) {
    guard let timing = FrameTiming(ofPossiblyStopping: graph) else {
      preconditionFailure("bnn-hw bug: a dataflow that comes to a halt")
    }
    self = timing
  }

  /// Nil if the dataflow comes to a halt.
  init?(ofPossiblyStopping graph: DataflowGraph) {
    var simulation = DataflowSimulation(graph)
    simulation.runToSteadyState()
    guard let interval = simulation.interval else { return nil }
    cyclesPerFrame = interval
    latencyCycles = simulation.frameEnds[0] + 1
    settledFrames = simulation.period == 1 ? simulation.frameEnds.count : nil
    let matrices = graph.instances.map(\.unit.model).filter { $0.lanes > 0 }
    // An engine's frames may take turns about its own figure.
    boundCyclesPerFrame = min(interval, matrices.map(\.cyclesPerFrame).max() ?? 1)
  }

  /// The latency alone, in less time.
  static func firstLatency(of graph: DataflowGraph) -> Int {
    var simulation = DataflowSimulation(graph)
    simulation.runFirstFrame()
    return simulation.frameEnds[0] + 1
  }
}
