/// Runs the handshakes of all units of a dataflow: exact intervals and latencies without simulating
/// RTL.
///
/// The sink always takes; the source always offers, or spreads each frame's beats over an interval.
/// A unit sleeps as long as it says that its handshakes stay as they are, and wakes when one of its
/// neighbours' changes: what a frame takes to simulate is the changes of handshakes, not its
/// cycles.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []
  /// Frames after which everything repeats; nil before that is known.
  private(set) var period: Int?
  /// Whether nothing can move any more, though frames are offered.
  private(set) var isDeadlocked = false
  /// The most beats that each FIFO has held, by the index of its unit: those that a beat found when
  /// it came, and itself, even if one of them left at the same time. A full FIFO takes none until
  /// then.
  private(set) var highestFills: [Int: Int] = [:]
  /// How often a unit moved: what the simulation took, in numbers that are the same everywhere.
  private(set) var moves = 0
  /// What the streams did, if that is asked for.
  private(set) var watch: HandshakeWatch?

  private let wiring: DataflowWiring
  private let isFIFO: [Bool]
  private let beatsPerFrame: Int
  private let skips: Bool

  private var units: [TimedUnit]
  /// What timings of engines refer to.
  private let instances: [DataflowGraph.Instance]
  private var source: FrameSource
  private var cycle = 0
  /// Beats that the sink has taken.
  private var beats = 0
  /// The cycle of the first input transfer.
  private(set) var started: Int?

  /// Of the units, the source and the sink: what each one offers and what it is offered, bit p for
  /// port p.
  private var outValid: [PortSignals]
  private var inReady: [PortSignals]
  private var inValid: [PortSignals]
  private var outReady: [PortSignals]

  /// The cycle that each one's state belongs to.
  private var reached: [Int]
  private var awake: IndexSet64
  /// Those whose offers may be out of date.
  private var stale: IndexSet64
  /// The last cycle that each one sleeps for, and no later cycle than the first of these.
  private var wake: [Int]
  private var nextWake = Int.max

  private var steadiness: SteadinessDetector

  /// - Parameters:
  ///   - sourceInterval: cycles over which each frame's beats are spread evenly; 0 if all of them
  ///     are there at once.
  ///   - skips: whether units sleep; the figures are the same without.
  ///   - watches: whether what the streams do is written down.
  init(
    _ graph: DataflowGraph, sourceInterval: Int = 0, skips: Bool = true, watches: Bool = false
  ) {
    self.skips = skips
    if watches { watch = HandshakeWatch(graph) }
    instances = graph.instances
    units = instances.map { $0.unit.model.makeTiming() }
    steadiness = SteadinessDetector(
      slowestCycles: graph.slowestCycles, sourceInterval: sourceInterval)
    wiring = DataflowWiring(graph)
    isFIFO = graph.instances.map { if case .fifo = $0.unit { true } else { false } }
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    source = FrameSource(
      beatsPerFrame: graph.streams[graph.input].type.beatsPerFrame, interval: sourceInterval)
    let all = units.count + 2
    outValid = Array(repeating: 0, count: all)
    inReady = outValid
    inValid = outValid
    outReady = outValid
    reached = Array(repeating: 0, count: all)
    wake = Array(repeating: .max, count: all)
    awake = IndexSet64(count: all)
    stale = awake
    for index in 0..<all {
      awake.insert(index)
      stale.insert(index)
    }
  }

  /// Cycles from frame to frame once all repeats; where they take turns, their mean, rounded up.
  /// Nil in a deadlock, or if frames that came evenly did not show it.
  var interval: Int? {
    if isDeadlocked || (source.interval > 0 && period == nil) { return nil }
    let period = period ?? 1
    let last = frameEnds.count - 1
    return (frameEnds[last] - frameEnds[last - period]).dividedRoundingUp(by: period)
  }

  /// Runs until all repeats, or into a deadlock.
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

  /// Runs to the next frame's end, with the watch up to date, or into a deadlock.
  mutating func runWatchedFrame() {
    runFrame()
    if isDeadlocked { return }
    catchUpAll()
    watch?.endInterval(before: cycle)
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
    if onlyOneCycle || !awake.isEmpty {
      cycle += 1
      return
    }
    let next = wake.min() ?? .max
    if next == .max { isDeadlocked = true } else { cycle = next }
  }

  private mutating func notePeriod() {
    catchUpAll()
    period = steadiness.period(
      after: frameEnds, in: SteadinessDetector.State(units: units, source: source.state(in: cycle)))
  }

  /// The steady state of the same dataflow with a FIFO of another size, from the present state on,
  /// which may be one that it does not get into by itself. A FIFO that holds more than it may takes
  /// none until it does not.
  func goingOn(withFIFO index: Int, _ fifo: FIFOUnit) -> DataflowSimulation {
    var other = self
    guard case .fifo(let timing) = units[index] else {
      preconditionFailure("bnn-hw bug: unit \(index) is no FIFO")
    }
    other.units[index] = .fifo(
      timing.resized(depth: fifo.depthInBeats, hasOutputRegister: fifo.storage == .block))
    other.awaken(index)
    other.stale.insert(index)
    other.frameEnds = frameEnds.suffix(1)
    other.steadiness.forget()
    other.period = nil
    other.moves = 0
    other.runToSteadyState()
    return other
  }

  private static let longestRun = 200
  private static let longestTrial = 40
}

// MARK: One cycle
extension DataflowSimulation {
  private mutating func wakeThoseDue() {
    if cycle < nextWake { return }
    nextWake = .max
    for index in wake.indices {
      if wake[index] <= cycle { awaken(index) }
      nextWake = min(nextWake, wake[index])
    }
  }

  /// Before a handshake of it changes, so that it sleeps with those it fell asleep with.
  private mutating func awaken(_ index: Int) {
    if awake.contains(index) { return }
    catchUp(index)
    awake.insert(index)
    wake[index] = .max
  }

  private mutating func catchUpAll() {
    for index in reached.indices where !awake.contains(index) { catchUp(index) }
  }

  /// Takes the cycles that it slept for until the present one.
  private mutating func catchUp(_ index: Int) {
    let steps = cycle - reached[index]
    reached[index] = cycle
    if steps == 0 { return }
    switch index {
    case wiring.source: if outReady[index] == 1 && outValid[index] == 1 { source.take(steps) }
    case wiring.sink: if inValid[index] == 1 { beats += steps }
    default: move(index, by: steps, isSkip: true)
    }
  }

  /// What all sides offer in this cycle. A unit follows those that it reads, so that its inputs'
  /// valid signals are known when it says what it is ready for.
  private mutating func updateHandshakes() {
    if stale.contains(wiring.source) {
      stale.remove(wiring.source)
      offer(valid: source.isValid(in: cycle) ? 1 : 0, by: wiring.source)
    }
    var next = stale.next(from: 0)
    while let index = next, index < units.count {
      stale.remove(index)
      offer(valid: units[index].outValid, by: index)
      offer(ready: units[index].inReady(inValid[index]), by: index)
      next = stale.next(from: index + 1)
    }
    if stale.contains(wiring.sink) {
      stale.remove(wiring.sink)
      offer(ready: 1, by: wiring.sink)
    }
  }

  /// A join may be ready for other inputs then.
  private mutating func offer(valid: PortSignals, by index: Int) {
    var changes = valid ^ outValid[index]
    outValid[index] = valid
    while changes != 0 {
      let reader = wiring.reader(of: index, port: changes.trailingZeroBitCount)
      changes &= changes - 1
      awaken(reader.unit)
      stale.insert(reader.unit)
      inValid[reader.unit] ^= reader.port
      watch?.set(valid: inValid[reader.unit] & reader.port != 0, of: reader.stream, in: cycle)
    }
  }

  private mutating func offer(ready: PortSignals, by index: Int) {
    var changes = ready ^ inReady[index]
    inReady[index] = ready
    while changes != 0 {
      let writer = wiring.writer(of: index, port: changes.trailingZeroBitCount)
      changes &= changes - 1
      awaken(writer.unit)
      outReady[writer.unit] ^= writer.port
      watch?.set(ready: outReady[writer.unit] & writer.port != 0, of: writer.stream, in: cycle)
    }
  }

  /// The clock edge for all that are awake; those whose handshakes stay as they are fall asleep
  /// instead.
  private mutating func moveUnits() {
    var next = awake.next(from: 0)
    while let index = next, index < units.count {
      let steady =
        skips
        ? units[index].steadyCycles(inValid: inValid[index], outReady: outReady[index]) : 1
      if steady > 1 {
        sleep(index, for: steady)
      } else {
        move(index, by: 1, isSkip: false)
        stay(index)
      }
      next = awake.next(from: index + 1)
    }
  }

  private mutating func moveSourceAndSink() {
    let (source, sink) = (wiring.source, wiring.sink)
    if awake.contains(source) {
      let isTaken = outReady[source] == 1 && outValid[source] == 1
      if isTaken && started == nil { started = cycle }
      let steady = skips ? self.source.steadyCycles(in: cycle, isTaken: isTaken) : 1
      if steady > 1 {
        sleep(source, for: steady)
      } else {
        if isTaken { self.source.take(1) }
        stay(source)
      }
    }
    guard awake.contains(sink) else { return }
    let isTaken = inValid[sink] == 1
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
    awake.remove(index)
    wake[index] = steady == .max ? .max : cycle + steady - 1
    nextWake = min(nextWake, wake[index])
    reached[index] = cycle
  }

  private mutating func stay(_ index: Int) {
    reached[index] = cycle + 1
    stale.insert(index)
  }

  private mutating func move(_ index: Int, by steps: Int, isSkip: Bool) {
    moves += 1
    if isFIFO[index] { noteFill(of: index, after: steps) }
    let (inValid, outReady) = (inValid[index], outReady[index])
    if isSkip {
      units[index].skip(steps, inValid: inValid, outReady: outReady)
    } else {
      units[index].step(inValid: inValid, outReady: outReady)
    }
    if let fill = units[index].fill { watch?.note(fill: fill, of: index) }
  }

  private mutating func noteFill(of index: Int, after steps: Int) {
    guard case .fifo(var unit) = units[index], inValid[index] == 1, unit.inReady else { return }
    let found = unit.fill
    unit.skip(steps, inValid: true, outReady: outReady[index] == 1)
    highestFills[index] = max(highestFills[index] ?? 0, found + 1, unit.fill)
  }
}
