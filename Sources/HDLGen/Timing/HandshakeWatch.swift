/// Writes down what the handshakes of all streams do in a `DataflowSimulation`, span by span: a
/// stream is looked at when one of its signals changes, not in every cycle.
struct HandshakeWatch: Equatable {
  /// Between the ends of two output frames.
  struct Interval: Equatable {
    var cycles = 0
    /// By stream: cycles in which a beat moved, and those in which one waited.
    var moving: [Int]
    var waiting: [Int]
  }

  /// By stream and frame: cycles with transfers, joined where few cycles lie between them.
  private(set) var runs: [[[DataflowTrace.Run]]]
  private(set) var intervals: [Interval] = []
  /// By the index of a unit with a memory of beats: the most it held, in all and in the first
  /// interval.
  private(set) var peaks: [Int: Int] = [:]
  private(set) var firstPeaks: [Int: Int] = [:]

  private let beatsPerFrame: [Int]
  /// Runs are joined where no more cycles lie between them.
  private let gap: Int
  private var signals: [Signals]
  /// Beats that each stream has moved.
  private var beats: [Int]
  private var current: Interval
  private var intervalStart = 0

  private struct Signals: Equatable {
    var isValid = false
    var isReady = false
    /// The first cycle with these signals that is not written down.
    var since = 0
  }

  /// Runs are kept at this resolution of the slowest unit's interval.
  private static let resolution = 4096

  init(_ graph: DataflowGraph) {
    let count = graph.streams.count
    beatsPerFrame = graph.streams.map(\.type.beatsPerFrame)
    gap = graph.slowestCycles / Self.resolution
    runs = Array(
      repeating: Array(repeating: [], count: DataflowTrace.recordedFrames), count: count)
    signals = Array(repeating: Signals(), count: count)
    beats = Array(repeating: 0, count: count)
    current = Self.emptyInterval(count)
  }

  mutating func set(valid: Bool, of stream: Int, in cycle: Int) {
    write(stream, until: cycle)
    signals[stream].isValid = valid
  }

  mutating func set(ready: Bool, of stream: Int, in cycle: Int) {
    write(stream, until: cycle)
    signals[stream].isReady = ready
  }

  mutating func note(fill: Int, of unit: Int) {
    peaks[unit] = max(peaks[unit] ?? 0, fill)
  }

  /// An output frame has ended before the cycle, and all fills until then are noted.
  mutating func endInterval(before cycle: Int) {
    for stream in signals.indices { write(stream, until: cycle) }
    current.cycles = cycle - intervalStart
    if intervals.isEmpty { firstPeaks = peaks }
    intervals.append(current)
    current = Self.emptyInterval(signals.count)
    intervalStart = cycle
  }

  private static func emptyInterval(_ count: Int) -> Interval {
    let zeros = Array(repeating: 0, count: count)
    return Interval(moving: zeros, waiting: zeros)
  }

  private mutating func write(_ stream: Int, until cycle: Int) {
    let (was, first) = (signals[stream], signals[stream].since)
    signals[stream].since = cycle
    guard was.isValid, cycle > first else { return }
    if was.isReady {
      current.moving[stream] += cycle - first
      writeTransfers(of: stream, first..<cycle)
    } else {
      current.waiting[stream] += cycle - first
    }
  }

  private mutating func writeTransfers(of stream: Int, _ cycles: Range<Int>) {
    var first = cycles.lowerBound
    while first < cycles.upperBound {
      let (frame, beat) = beats[stream].quotientAndRemainder(dividingBy: beatsPerFrame[stream])
      let count = min(cycles.upperBound - first, beatsPerFrame[stream] - beat)
      if frame < DataflowTrace.recordedFrames {
        runs[stream][frame].append(
          DataflowTrace.Run(firstCycle: first, lastCycle: first + count - 1, beats: count),
          joiningGapsUpTo: gap)
      }
      beats[stream] += count
      first += count
    }
  }
}

extension [DataflowTrace.Run] {
  /// Adds a later run, to the last one if no more than `gap` cycles lie between them.
  mutating func append(_ run: DataflowTrace.Run, joiningGapsUpTo gap: Int) {
    if let last, run.firstCycle - last.lastCycle - 1 <= gap {
      self[count - 1] = DataflowTrace.Run(
        firstCycle: last.firstCycle, lastCycle: run.lastCycle, beats: last.beats + run.beats)
    } else {
      append(run)
    }
  }
}
