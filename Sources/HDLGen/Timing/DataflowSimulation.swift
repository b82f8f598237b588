/// Runs the handshakes of all units of a dataflow, cycle by cycle: exact intervals and latencies
/// without simulating RTL.
///
/// The sink always takes; the source always offers, or spreads each frame's beats over an interval.
/// Cycles in which no handshake differs from the cycle before are skipped where every unit knows how
/// long that lasts: long frames take about as long as their beats, not as their cycles.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []
  /// Frames after which everything repeats; nil before that is known.
  private(set) var period: Int?
  /// Whether nothing can move any more, though frames are offered.
  private(set) var isDeadlocked = false
  /// The most beats that each FIFO has held, by the index of its unit.
  private(set) var highestFills: [Int: Int] = [:]
  /// The most words that each FIFO had to have: one takes no beat while it is full, even if it gives one.
  private(set) var highestNeeds: [Int: Int] = [:]

  /// The cycles per frame of the slowest unit.
  private let bound: Int
  /// Of the units and the source, behind each frame's end.
  private var states: [State] = []
  private let ports: [UnitPorts]
  private let otherOutputs: [Int]
  private let fifos: [Int]
  private let outputStream: Int
  private let beatsPerFrame: Int
  private var units: [TimedUnit]
  private var source: FrameSource
  private var valid: [Bool]
  private var ready: [Bool]
  private var cycle = 0
  private var beats = 0
  private var started: Int?
  private let skips: Bool

  private struct State: Equatable {
    let units: [TimedUnit]
    let source: Int
  }

  /// Streams at a unit's ports, as plain numbers for speed.
  private struct UnitPorts {
    let input: Int
    /// The input itself where there is only one.
    let secondInput: Int
    let output: Int
    /// Which of `otherOutputs` are outputs, too.
    let others: Range<Int>
  }

  /// - Parameters:
  ///   - sourceInterval: cycles over which each frame's beats are spread evenly; 0 if all of them are
  ///     there at once.
  ///   - skips: whether to skip cycles; the figures are the same without.
  init(_ graph: DataflowGraph, sourceInterval: Int = 0, skips: Bool = true) {
    self.skips = skips
    units = graph.instances.map { $0.unit.model.makeTiming() }
    bound = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    var otherOutputs: [Int] = []
    ports = graph.instances.map { instance in
      let start = otherOutputs.count
      otherOutputs += instance.outputs.dropFirst()
      return UnitPorts(
        input: instance.inputs[0], secondInput: instance.inputs.last ?? 0,
        output: instance.outputs[0], others: start..<otherOutputs.count)
    }
    self.otherOutputs = otherOutputs
    fifos = graph.instances.indices.filter {
      if case .fifo = graph.instances[$0].unit { true } else { false }
    }
    outputStream = graph.output
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    source = FrameSource(
      beatsPerFrame: graph.streams[graph.input].type.beatsPerFrame, interval: sourceInterval)
    valid = Array(repeating: true, count: graph.streams.count)
    ready = Array(repeating: true, count: graph.streams.count)
  }

  /// Cycles from frame to frame once all repeats; where they take turns, their mean, rounded up. Nil in
  /// a deadlock, or if frames that came evenly did not show it.
  var interval: Int? {
    if isDeadlocked || (source.interval > 0 && period == nil) { return nil }
    let period = period ?? 1
    let last = frameEnds.count - 1
    return (frameEnds[last] - frameEnds[last - period]).dividedRoundingUp(by: period)
  }

  /// Runs until the state at a frame's end is that at an earlier one's, from when on all repeats; or
  /// into a deadlock. Large maps take many frames to fill what lies before the slowest unit, without a
  /// change of the interval. So three intervals in a row are enough that are those of the slowest unit,
  /// which nothing undercuts, or equal and longer than those of a source that spreads its beats.
  mutating func runToSteadyState() {
    let longestRun = source.interval == 0 ? Self.longestRun : Self.longestTrial
    while period == nil && !isDeadlocked && frameEnds.count < longestRun {
      if runCycle() { notePeriod() }
    }
  }

  /// Runs to the end of the first frame.
  mutating func runFirstFrame() {
    while frameEnds.isEmpty && !isDeadlocked { _ = runCycle() }
  }

  /// Runs a cycle, or several ones of which the last is like the others; true at a frame's end.
  private mutating func runCycle() -> Bool {
    let isSteady = updateHandshakes() && skips
    let isTaken = valid[ports[0].input] && ready[ports[0].input]
    if started == nil, isTaken { started = cycle }
    var isFrameEnd = false
    if valid[outputStream] {
      beats += 1
      isFrameEnd = beats % beatsPerFrame == 0
      if isFrameEnd { frameEnds.append(cycle - (started ?? 0)) }
    } else if isSteady {
      skipSteadyCycles(sourceIsTaken: isTaken)
    }
    noteNeeds()
    for index in units.indices {
      units[index].step(inValid: inValid(ports[index]), outReady: outReady(ports[index]))
    }
    if isTaken { source.take(1) }
    noteFills()
    cycle += 1
    return isFrameEnd
  }

  /// What all sides offer in this cycle; true if all of that is as in the cycle before. A unit follows
  /// those that it reads, so that its inputs' valid signals are known when it says what it is ready
  /// for.
  private mutating func updateHandshakes() -> Bool {
    let isValid = source.isValid(in: cycle)
    var isSteady = valid[ports[0].input] == isValid
    valid[ports[0].input] = isValid
    for index in units.indices {
      let port = ports[index]
      let outValid = units[index].outValid
      let inReady = units[index].inReady(inValid(port))
      if outValid != self.outValid(port) || inReady != self.inReady(port) {
        isSteady = false
        valid[port.output] = outValid & 1 == 1
        for other in port.others {
          valid[otherOutputs[other]] = outValid >> bit(of: other, port) & 1 == 1
        }
        if port.secondInput != port.input { ready[port.secondInput] = inReady & 2 == 2 }
        ready[port.input] = inReady & 1 == 1
      }
    }
    return isSteady
  }

  /// Goes to the last cycle with the present handshakes, as far as the units know.
  private mutating func skipSteadyCycles(sourceIsTaken: Bool) {
    var steady = source.steadyCycles(in: cycle, isTaken: sourceIsTaken)
    for index in units.indices {
      let port = ports[index]
      steady = min(
        steady,
        units[index].steadyCycles(inValid: inValid(port), outReady: outReady(port)))
      if steady == 1 { return }
    }
    if steady == .max {
      isDeadlocked = true
      return
    }
    for index in units.indices {
      let port = ports[index]
      units[index].skip(steady - 1, inValid: inValid(port), outReady: outReady(port))
    }
    if sourceIsTaken { source.take(steady - 1) }
    cycle += steady - 1
  }

  private mutating func noteFills() {
    for index in fifos {
      guard case .fifo(let unit) = units[index] else { continue }
      if unit.fill > highestFills[index] ?? 0 { highestFills[index] = unit.fill }
    }
  }

  private mutating func noteNeeds() {
    for index in fifos where inValid(ports[index]) == 1 {
      guard case .fifo(let unit) = units[index], unit.inReady else { continue }
      highestNeeds[index] = max(highestNeeds[index] ?? 0, unit.fill + 1)
    }
  }

  private mutating func notePeriod() {
    let state = State(units: units, source: source.state(in: cycle))
    let earlier = states.lastIndex { $0 == state }
    period = earlier.map { states.count - $0 } ?? (isSteady ? 1 : nil)
    states.append(state)
  }

  private var isSteady: Bool {
    let last = frameEnds.suffix(4)
    let intervals = zip(last.dropFirst(), last).map { $0 - $1 }
    guard frameEnds.count > 4, intervals.allSatisfy({ $0 == intervals[0] }) else { return false }
    return source.interval == 0 ? intervals[0] == bound : intervals[0] > source.interval
  }

  private static let longestRun = 200
  private static let longestTrial = 40
}

// MARK: Handshakes by unit
extension DataflowSimulation {
  private func inValid(_ port: UnitPorts) -> PortSignals {
    let first: PortSignals = valid[port.input] ? 1 : 0
    return port.secondInput != port.input && valid[port.secondInput] ? first | 2 : first
  }

  private func inReady(_ port: UnitPorts) -> PortSignals {
    let first: PortSignals = ready[port.input] ? 1 : 0
    return port.secondInput != port.input && ready[port.secondInput] ? first | 2 : first
  }

  private func outValid(_ port: UnitPorts) -> PortSignals {
    var signals: PortSignals = valid[port.output] ? 1 : 0
    for other in port.others where valid[otherOutputs[other]] {
      signals |= 1 << bit(of: other, port)
    }
    return signals
  }

  private func outReady(_ port: UnitPorts) -> PortSignals {
    var signals: PortSignals = ready[port.output] ? 1 : 0
    for other in port.others where ready[otherOutputs[other]] {
      signals |= 1 << bit(of: other, port)
    }
    return signals
  }

  private func bit(of other: Int, _ port: UnitPorts) -> PortSignals {
    PortSignals(other - port.others.lowerBound + 1)
  }
}
