/// Runs the handshakes of all units of a dataflow, cycle by cycle: exact intervals and latencies
/// without simulating RTL.
///
/// The source always offers and the sink always takes. Cycles in which no handshake differs from the
/// cycle before are skipped where every unit knows how long that lasts: long frames take about as
/// long as their beats, not as their cycles.
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
  private var cycle = 0
  private var beats = 0
  private var started: Int?
  private let skips: Bool

  /// - Parameter skips: whether to skip cycles; the figures are the same without.
  init(_ graph: DataflowGraph, skips: Bool = true) {
    self.skips = skips
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
    while period == nil && frameEnds.count < Self.longestRun {
      if runCycle() { notePeriod() }
    }
  }

  /// Runs to the end of the first frame.
  mutating func runFirstFrame() {
    while frameEnds.isEmpty { _ = runCycle() }
  }

  /// Runs a cycle, or several ones of which the last is like the others; true at a frame's end.
  private mutating func runCycle() -> Bool {
    let isSteady = updateHandshakes() && skips
    if started == nil, ready[inputs[0]] { started = cycle }
    if valid[outputStream] {
      beats += 1
      if beats % beatsPerFrame == 0 { frameEnds.append(cycle - (started ?? 0)) }
    } else if isSteady {
      skipSteadyCycles()
    }
    for index in units.indices {
      units[index].step(inValid: valid[inputs[index]], outReady: ready[outputs[index]])
    }
    cycle += 1
    return valid[outputStream] && beats % beatsPerFrame == 0
  }

  /// True if all handshakes are those of the cycle before.
  private mutating func updateHandshakes() -> Bool {
    var isSteady = true
    for index in units.indices {
      let isValid = units[index].outValid
      let isReady = units[index].inReady
      if valid[outputs[index]] != isValid || ready[inputs[index]] != isReady {
        isSteady = false
        valid[outputs[index]] = isValid
        ready[inputs[index]] = isReady
      }
    }
    return isSteady
  }

  /// Goes to the last cycle with the present handshakes, as far as the units know.
  private mutating func skipSteadyCycles() {
    var steady = Int.max
    for index in units.indices {
      steady = min(
        steady,
        units[index].steadyCycles(inValid: valid[inputs[index]], outReady: ready[outputs[index]]))
      if steady == 1 { return }
    }
    precondition(steady < Int.max, "bnn-hw bug: a dataflow that stands still")
    for index in units.indices {
      units[index].skip(
        steady - 1, inValid: valid[inputs[index]], outReady: ready[outputs[index]])
    }
    cycle += steady - 1
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
