/// `bnn_engine` and the memory behind it: a burst answers `memoryDelay` cycles after its address,
/// bursts in order, a beat per cycle. Cycles in which only a counter moves are taken together.
struct EngineTiming: UnitTiming {
  static let memoryDelay = 32

  /// The unit's, which outlives its timing: `DataflowSimulation` holds the units, and `EngineUnit`
  /// its schedule while it measures. Unsafe, so that copies, of which there is one in every cycle,
  /// count no references.
  private unowned(unsafe) let schedule: EngineSchedule
  private var phase = Phase.prepare
  /// Cycles of the phase that went by; beats of the fold.
  private var count = 0
  private var layer = 0
  private var fold = 0
  private var arrivedWords = 0
  private var hasMap = false
  /// Bit i: whether the stage i before the last one holds a score.
  private var scores: UInt64 = 0
  /// Likewise a word that is emitted.
  private var emitted: UInt64 = 0
  private var register = StreamRegisterTiming()
  private var weights: WeightTiming

  private enum Phase {
    case prepare, start, run
  }

  init(_ schedule: EngineSchedule) {
    self.schedule = schedule
    weights = WeightTiming(schedule)
  }

  var inReady: Bool { !hasMap }
  var outValid: Bool { register.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let enable = register.inReady
    let pushed = (scores | emitted) & 1 == 1
    let push = inValid && inReady
    let turn = enable ? turn() : Turn()
    register.step(inValid: pushed, outReady: outReady)
    if enable {
      scores = scores >> 1 | (turn.givesScore ? 1 << UInt64(schedule.stages + 2) : 0)
      emitted = emitted >> 1 | (turn.emits ? 2 : 0)
    }
    if turn.endsFirstLayer { hasMap = false }
    if push { arrive(1) }
    weights.step(turn, isEnabled: enable, schedule)
  }

  /// What a cycle does.
  struct Turn {
    var reads = false
    var releases = false
    var rewinds = false
    fileprivate var emits = false
    fileprivate var givesScore = false
    fileprivate var endsFirstLayer = false
  }

  private mutating func arrive(_ words: Int) {
    arrivedWords += words
    if arrivedWords == schedule.inWords { (arrivedWords, hasMap) = (0, true) }
  }

  private mutating func turn() -> Turn {
    let current = schedule.layers[layer]
    let hasWord = current.emits || weights.unread > 0
    var turn = Turn()
    switch phase {
    case .prepare:
      if layer > 0 || hasMap { count += 1 }
      if count == schedule.stages + 2 { (phase, count) = (.start, 0) }
    case .start:
      guard hasWord else { return turn }
      turn.reads = !current.emits
      turn.releases = turn.reads
      count += 1
      if count == schedule.startWords { (phase, count) = (.run, 0) }
    case .run:
      guard hasWord else { return turn }
      runBeat(current, &turn)
    }
    return turn
  }

  private mutating func runBeat(_ current: EngineSchedule.Layer, _ turn: inout Turn) {
    turn.releases = !current.emits && count >= current.lastPass
    count += 1
    let passEnds = count % current.beatsPerPass == 0
    turn.reads = !current.emits
    turn.rewinds = turn.reads && passEnds && !turn.releases
    turn.emits = current.emits
    turn.givesScore = current.givesScores && passEnds
    guard count == current.beats else { return }
    (phase, count) = (.prepare, 0)
    fold += 1
    guard fold == current.folds else { return }
    fold = 0
    turn.endsFirstLayer = layer == 0
    layer = layer + 1 == schedule.layers.count ? 0 : layer + 1
  }
}

// MARK: Many cycles at once
extension EngineTiming {
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let untilMap = inValid && !hasMap ? schedule.inWords - arrivedWords : Int.max
    if outValid {
      return outReady || register.inReady ? 1 : untilMap
    }
    if scores | emitted != 0 { return 1 }
    let current = schedule.layers[layer]
    if layer == 0 && !hasMap { return untilMap }
    if current.givesScores || current.emits { return 1 }
    let restOfFold = phase == .run ? current.beats - count : current.beats
    let restOfLayer = restOfFold + (current.folds - 1 - fold) * current.beats
    let untilResults = layer == 0 ? restOfLayer : restOfLayer + current.beatsToResults
    return max(1, min(untilMap, untilResults))
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    var left = steps
    while left > 0 {
      let quiet = min(quietCycles(inValid: inValid), left)
      if quiet > 1 {
        count += quiet
        weights.goTo(count % schedule.layers[layer].beatsPerPass)
        if inValid && inReady { arrive(quiet) }
      } else {
        step(inValid: inValid, outReady: outReady)
      }
      left -= max(1, quiet)
    }
  }

  /// Cycles in which a word of weights is read that stays, and nothing else happens.
  private func quietCycles(inValid: Bool) -> Int {
    let current = schedule.layers[layer]
    guard phase == .run, !current.emits, count < current.lastPass, weights.isQuiet(schedule),
      weights.held >= current.beatsPerPass, scores | emitted == 0, !register.outValid
    else { return 1 }
    let cycles = current.lastPass - count
    return inValid && inReady ? min(cycles, schedule.inWords - arrivedWords - 1) : cycles
  }

  /// Cycles from frame to frame, if the unit never waits for others.
  func interval() -> Int {
    var unit = self
    var (cycle, beats, last, interval) = (0, 0, 0, 0)
    for _ in 0..<Self.longestMeasure {
      repeat {
        let steady = unit.steadyCycles(inValid: true, outReady: true)
        if steady > 1 {
          unit.skip(steady - 1, inValid: true, outReady: true)
          cycle += steady - 1
        }
        if unit.outValid { beats += 1 }
        unit.step(inValid: true, outReady: true)
        cycle += 1
      } while beats < schedule.outBeats
      if cycle - last == interval { return interval }
      (beats, interval, last) = (0, cycle - last, cycle)
    }
    return interval
  }

  private static let longestMeasure = 40
}
