/// Runs the handshakes of all units of a dataflow, cycle by cycle: exact intervals and latencies
/// without simulating RTL.
///
/// The source always offers and the sink always takes.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []
  /// The cycles per frame of the slowest unit.
  private let bound: Int
  /// Frames after which everything repeats; nil before that is known.
  private(set) var period: Int?
  /// Of the units, behind each frame's end.
  private var states: [[TimedUnit]] = []

  private let inputs: [Int]
  private let outputs: [Int]
  private let outputStream: Int
  private let beatsPerFrame: Int
  private var units: [TimedUnit]
  private var valid: [Bool]
  private var ready: [Bool]

  init(_ graph: DataflowGraph) {
    units = graph.instances.map { $0.unit.model.makeTiming() }
    bound = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    inputs = graph.instances.map { $0.inputs[0] }
    outputs = graph.instances.map { $0.outputs[0] }
    outputStream = graph.output
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    valid = Array(repeating: true, count: graph.streams.count)
    ready = Array(repeating: true, count: graph.streams.count)
  }

  /// Runs until the state at a frame's end is that at an earlier one's, from when on all repeats; or
  /// until three intervals in a row are those of the slowest unit, which nothing undercuts. Large maps
  /// take many frames to fill what lies before the slowest unit, without a change of the interval.
  mutating func runToSteadyState() {
    var cycle = 0
    var beats = 0
    var started: Int?
    while period == nil && frameEnds.count < Self.longestRun {
      for index in units.indices {
        valid[outputs[index]] = units[index].outValid
        ready[inputs[index]] = units[index].inReady
      }
      if started == nil, ready[inputs[0]] { started = cycle }
      if valid[outputStream] {
        beats += 1
        if beats % beatsPerFrame == 0 { frameEnds.append(cycle - (started ?? 0)) }
      }
      let isFrameEnd = valid[outputStream] && beats % beatsPerFrame == 0
      for index in units.indices {
        units[index].step(inValid: valid[inputs[index]], outReady: ready[outputs[index]])
      }
      cycle += 1
      if isFrameEnd { notePeriod() }
    }
  }

  private mutating func notePeriod() {
    let earlier = states.lastIndex { $0 == units }
    period = earlier.map { states.count - $0 } ?? (isAtBound ? 1 : nil)
    states.append(units)
  }

  private var isAtBound: Bool {
    let last = frameEnds.suffix(4)
    return frameEnds.count > 4 && zip(last.dropFirst(), last).allSatisfy { $0 - $1 == bound }
  }

  private static let longestRun = 200
}
