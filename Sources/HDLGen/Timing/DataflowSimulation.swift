/// Runs the handshakes of all units of a dataflow: exact intervals and latencies without simulating RTL.
///
/// The sink always takes; the source always offers, or spreads each frame's beats over an interval. A
/// unit sleeps as long as it says that its handshakes stay as they are, and wakes when one of its
/// neighbours' changes: what a frame takes to simulate is the changes of handshakes, not its cycles.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []
  /// Frames after which everything repeats; nil before that is known.
  private(set) var period: Int?
  /// Whether nothing can move any more, though frames are offered.
  private(set) var isDeadlocked = false
  /// The most beats that each FIFO has held, by the index of its unit: those that a beat found when it
  /// came, and itself, even if one of them left at the same time. A full FIFO takes none until then.
  private(set) var highestFills: [Int: Int] = [:]

  /// The cycles per frame of the slowest unit.
  private let bound: Int
  private let wiring: DataflowWiring
  private let isFIFO: [Bool]
  private let beatsPerFrame: Int
  private let skips: Bool

  private var units: [TimedUnit]
  private var source: FrameSource
  private var valid: [Bool]
  private var ready: [Bool]
  private var cycle = 0
  /// Beats that the sink has taken.
  private var beats = 0
  private var started: Int?

  /// Of the units, the source and the sink: the cycle that each one's state belongs to, the last cycle
  /// that it sleeps for, whether it is awake, and whether what it offers is out of date.
  private var reached: [Int]
  private var wake: [Int]
  private var isAwake: [Bool]
  private var isStale: [Bool]

  /// Of the units and the source, behind each frame's end.
  private var states: [State] = []

  private struct State: Equatable {
    let units: [TimedUnit]
    let source: Int
  }

  /// - Parameters:
  ///   - sourceInterval: cycles over which each frame's beats are spread evenly; 0 if all of them are
  ///     there at once.
  ///   - skips: whether units sleep; the figures are the same without.
  init(_ graph: DataflowGraph, sourceInterval: Int = 0, skips: Bool = true) {
    self.skips = skips
    units = graph.instances.map { $0.unit.model.makeTiming() }
    bound = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    wiring = DataflowWiring(graph)
    isFIFO = graph.instances.map { if case .fifo = $0.unit { true } else { false } }
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    source = FrameSource(
      beatsPerFrame: graph.streams[graph.input].type.beatsPerFrame, interval: sourceInterval)
    valid = Array(repeating: true, count: graph.streams.count)
    ready = Array(repeating: true, count: graph.streams.count)
    let all = units.count + 2
    reached = Array(repeating: 0, count: all)
    wake = Array(repeating: .max, count: all)
    isAwake = Array(repeating: true, count: all)
    isStale = Array(repeating: true, count: all)
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
      runFrame()
      if !isDeadlocked { notePeriod() }
    }
  }

  /// Runs to the end of the first frame.
  mutating func runFirstFrame() {
    if frameEnds.isEmpty { runFrame() }
  }

  /// Runs to the next frame's end, or into a deadlock.
  private mutating func runFrame() {
    let frames = frameEnds.count
    while frameEnds.count == frames && !isDeadlocked {
      wakeThoseDue()
      updateHandshakes()
      moveSourceAndSink()
      moveUnits()
      goOn(onlyOneCycle: frameEnds.count > frames)
    }
  }

  /// To the next cycle in which somebody is awake.
  private mutating func goOn(onlyOneCycle: Bool) {
    if onlyOneCycle || isAwake.contains(true) {
      cycle += 1
      return
    }
    let next = wake.min() ?? .max
    if next == .max { isDeadlocked = true } else { cycle = next }
  }

  private mutating func notePeriod() {
    for index in reached.indices where !isAwake[index] { catchUp(index) }
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

// MARK: One cycle
extension DataflowSimulation {
  private mutating func wakeThoseDue() {
    for index in wake.indices where wake[index] <= cycle { awaken(index) }
  }

  /// Before a handshake of it changes, so that it sleeps with those it fell asleep with.
  private mutating func awaken(_ index: Int) {
    if isAwake[index] { return }
    catchUp(index)
    isAwake[index] = true
    wake[index] = .max
  }

  /// Takes the cycles that it slept for until the present one.
  private mutating func catchUp(_ index: Int) {
    let steps = cycle - reached[index]
    reached[index] = cycle
    if steps == 0 { return }
    switch index {
    case wiring.source: if sourceIsTaken { source.take(steps) }
    case wiring.sink: if valid[wiring.output] { beats += steps }
    default: move(index, by: steps, isSkip: true)
    }
  }

  private var sourceIsTaken: Bool { valid[wiring.input] && ready[wiring.input] }

  /// What all sides offer in this cycle. A unit follows those that it reads, so that its inputs' valid
  /// signals are known when it says what it is ready for.
  private mutating func updateHandshakes() {
    if isStale[wiring.source] {
      isStale[wiring.source] = false
      setValid(wiring.input, source.isValid(in: cycle))
    }
    for index in units.indices where isStale[index] {
      isStale[index] = false
      let port = wiring.ports[index]
      let outValid = units[index].outValid
      setValid(port.output, outValid & 1 == 1)
      for other in port.others {
        let bit = PortSignals(other - port.others.lowerBound + 1)
        setValid(wiring.otherOutputs[other], outValid >> bit & 1 == 1)
      }
      let inReady = units[index].inReady(wiring.inputs(of: index, in: valid))
      if port.secondInput != port.input { setReady(port.secondInput, inReady & 2 == 2) }
      setReady(port.input, inReady & 1 == 1)
    }
  }

  /// A join may be ready for other inputs then.
  private mutating func setValid(_ stream: Int, _ value: Bool) {
    if valid[stream] == value { return }
    let reader = wiring.consumers[stream]
    awaken(reader)
    isStale[reader] = true
    valid[stream] = value
  }

  private mutating func setReady(_ stream: Int, _ value: Bool) {
    if ready[stream] == value { return }
    awaken(wiring.producers[stream])
    ready[stream] = value
  }

  /// The clock edge for all that are awake; those whose handshakes stay as they are fall asleep instead.
  private mutating func moveUnits() {
    for index in units.indices where isAwake[index] {
      let steady =
        skips
        ? units[index].steadyCycles(
          inValid: wiring.inputs(of: index, in: valid),
          outReady: wiring.outputs(of: index, in: ready)) : 1
      if steady > 1 {
        sleep(index, for: steady)
      } else {
        move(index, by: 1, isSkip: false)
        stay(index)
      }
    }
  }

  private mutating func moveSourceAndSink() {
    let (source, sink) = (wiring.source, wiring.sink)
    if isAwake[source] {
      let isTaken = sourceIsTaken
      if isTaken && started == nil { started = cycle }
      let steady = skips ? self.source.steadyCycles(in: cycle, isTaken: isTaken) : 1
      if steady > 1 {
        sleep(source, for: steady)
      } else {
        if isTaken { self.source.take(1) }
        stay(source)
      }
    }
    guard isAwake[sink] else { return }
    let isTaken = valid[wiring.output]
    let missing = beatsPerFrame - beats % beatsPerFrame
    if skips && !(isTaken && missing == 1) {
      sleep(sink, for: isTaken ? missing : .max)
      return
    }
    if isTaken {
      beats += 1
      if missing == 1 { frameEnds.append(cycle - (started ?? 0)) }
    }
    stay(sink)
  }

  private mutating func sleep(_ index: Int, for steady: Int) {
    isAwake[index] = false
    wake[index] = steady == .max ? .max : cycle + steady - 1
    reached[index] = cycle
  }

  private mutating func stay(_ index: Int) {
    reached[index] = cycle + 1
    isStale[index] = true
  }

  private mutating func move(_ index: Int, by steps: Int, isSkip: Bool) {
    let inValid = wiring.inputs(of: index, in: valid)
    let outReady = wiring.outputs(of: index, in: ready)
    if isFIFO[index] { noteFill(of: index, after: steps, inValid, outReady) }
    if isSkip {
      units[index].skip(steps, inValid: inValid, outReady: outReady)
    } else {
      units[index].step(inValid: inValid, outReady: outReady)
    }
  }

  private mutating func noteFill(
    of index: Int, after steps: Int, _ inValid: PortSignals, _ outReady: PortSignals
  ) {
    guard case .fifo(var unit) = units[index], inValid == 1, unit.inReady else { return }
    let found = unit.fill
    unit.skip(steps, inValid: true, outReady: outReady == 1)
    highestFills[index] = max(highestFills[index] ?? 0, found + 1, unit.fill)
  }
}
