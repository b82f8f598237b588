/// Runs the handshakes of all units of a dataflow, cycle by cycle: exact intervals and latencies
/// without simulating RTL.
///
/// The sink always takes; the source always offers, or spreads each frame's beats over an interval.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []
  /// Frames after which everything repeats; nil before that is known.
  private(set) var period: Int?
  /// Whether nothing can move any more, though frames are offered.
  private(set) var isDeadlocked = false
  /// The most beats that each unit has held, by its index; only of FIFOs.
  private(set) var highestFills: [Int: Int] = [:]

  /// The cycles per frame of the slowest unit.
  private let bound: Int
  /// Of the units and the source, behind each frame's end.
  private var states: [State] = []
  private let ports: [Ports]
  private let otherOutputs: [Int]
  private let outputStream: Int
  private let beatsPerFrame: Int
  private var units: [TimedUnit]
  private var source: Source
  private var cycle = 0
  /// Cycles since the last transfer between units.
  private var stillCycles = 0
  private var valid: [Bool]
  private var ready: [Bool]
  private let fifos: [Int]

  private struct State: Equatable {
    let units: [TimedUnit]
    let source: Int
  }

  /// Streams at a unit's ports, as plain numbers for speed.
  private struct Ports {
    let input: Int
    /// The input itself where there is only one.
    let secondInput: Int
    let output: Int
    /// Which of `otherOutputs` are outputs, too.
    let others: Range<Int>
  }

  /// When the beats of frames are there to be taken.
  private struct Source {
    let beatsPerFrame: Int
    /// Cycles over which a frame's beats are spread; 0 if all beats are there at once.
    let interval: Int
    private(set) var beats = 0

    init(beatsPerFrame: Int, interval: Int) {
      self.beatsPerFrame = beatsPerFrame
      self.interval = interval
    }

    func isValid(in cycle: Int) -> Bool {
      if interval == 0 { return true }
      let (frame, beat) = beats.quotientAndRemainder(dividingBy: beatsPerFrame)
      return cycle >= frame * interval + beat * interval / beatsPerFrame
    }

    mutating func take() { beats += 1 }

    /// What decides about the future, however many frames there were: how long until the next beat.
    /// A source that is behind offers at once, as long as it is behind.
    func state(in cycle: Int) -> Int {
      interval == 0 ? 0 : max(0, beats * interval - cycle * beatsPerFrame)
    }
  }

  /// With `sourceInterval`, each frame's beats come evenly over so many cycles.
  init(_ graph: DataflowGraph, sourceInterval: Int = 0) {
    units = graph.instances.map { $0.unit.model.makeTiming() }
    bound = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    var otherOutputs: [Int] = []
    ports = graph.instances.map { instance in
      let start = otherOutputs.count
      otherOutputs += instance.outputs.dropFirst()
      return Ports(
        input: instance.inputs[0], secondInput: instance.inputs.last ?? 0,
        output: instance.outputs[0], others: start..<otherOutputs.count)
    }
    self.otherOutputs = otherOutputs
    outputStream = graph.output
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    source = Source(
      beatsPerFrame: graph.streams[graph.input].type.beatsPerFrame, interval: sourceInterval)
    valid = Array(repeating: true, count: graph.streams.count)
    ready = Array(repeating: true, count: graph.streams.count)
    fifos = graph.instances.indices.filter {
      if case .fifo = graph.instances[$0].unit { true } else { false }
    }
  }

  /// Runs until the state at a frame's end is that at an earlier one's, from when on all repeats; or
  /// into a deadlock. Large maps take many frames to fill what lies before the slowest unit, without a
  /// change of the interval. So three intervals in a row are enough that are those of the slowest unit,
  /// which nothing undercuts, or equal and longer than those of a source that spreads its beats.
  mutating func runToSteadyState() {
    var beats = 0
    var started: Int?
    let longestRun = source.interval == 0 ? Self.longestRun : Self.longestTrial
    while period == nil && !isDeadlocked && frameEnds.count < longestRun {
      offer()
      let input = ports[0].input
      let isTaken = valid[input] && ready[input]
      if started == nil, isTaken { started = cycle }
      var isFrameEnd = false
      if valid[outputStream] {
        beats += 1
        isFrameEnd = beats % beatsPerFrame == 0
        if isFrameEnd { frameEnds.append(cycle - (started ?? 0)) }
      }
      // A pipeline may move for some cycles without any transfer.
      let before = stillCycles > Self.longestPipeline ? units : nil
      step()
      if isTaken { source.take() }
      if let before, stillCycles > 0, source.isValid(in: cycle) { isDeadlocked = units == before }
      noteFills()
      cycle += 1
      if isFrameEnd { notePeriod() }
    }
  }

  /// Cycles from frame to frame once all repeats; where they take turns, their mean, rounded up. Nil in
  /// a deadlock, or if frames that came evenly did not show it.
  var interval: Int? {
    if isDeadlocked || (source.interval > 0 && period == nil) { return nil }
    let period = period ?? 1
    let last = frameEnds.count - 1
    return (frameEnds[last] - frameEnds[last - period]).dividedRoundingUp(by: period)
  }

  /// What all units offer in this cycle. A unit follows those that it reads, so that its inputs'
  /// valid signals are known when it says what it is ready for.
  private mutating func offer() {
    valid[ports[0].input] = source.isValid(in: cycle)
    for index in units.indices {
      let port = ports[index]
      let outValid = units[index].outValid
      valid[port.output] = outValid & 1 == 1
      for other in port.others {
        valid[otherOutputs[other]] = outValid >> bit(of: other, port) & 1 == 1
      }
      let inReady = units[index].inReady(inValid(port))
      if port.secondInput != port.input { ready[port.secondInput] = inReady & 2 == 2 }
      ready[port.input] = inReady & 1 == 1
    }
  }

  private mutating func step() {
    stillCycles += 1
    for index in units.indices {
      let port = ports[index]
      var outReady: PortSignals = ready[port.output] ? 1 : 0
      if valid[port.output] && ready[port.output] { stillCycles = 0 }
      for other in port.others where ready[otherOutputs[other]] {
        outReady |= 1 << bit(of: other, port)
        if valid[otherOutputs[other]] { stillCycles = 0 }
      }
      units[index].step(inValid: inValid(port), outReady: outReady)
    }
  }

  private func inValid(_ port: Ports) -> PortSignals {
    (valid[port.input] ? 1 : 0) | (valid[port.secondInput] ? 2 : 0)
  }

  private func bit(of other: Int, _ port: Ports) -> PortSignals {
    PortSignals(other - port.others.lowerBound + 1)
  }

  private mutating func noteFills() {
    for index in fifos {
      guard case .fifo(let unit) = units[index] else { continue }
      if unit.fill > highestFills[index] ?? 0 { highestFills[index] = unit.fill }
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
  private static let longestPipeline = 256
}
