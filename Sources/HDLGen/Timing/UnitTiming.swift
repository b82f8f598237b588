/// The handshakes of a unit, cycle by cycle, without its data: what its RTL module does in time.
///
/// Both outputs are functions of the state alone, as in the RTL, where no path leads from a ready
/// input or a valid input to an output within a cycle. Equal states have equal futures.
///
/// A unit that works through a long vector shows the same handshakes for many cycles in which
/// nothing but counters moves. It says for how many, so that a simulation can take them at once.
protocol UnitTiming: Equatable {
  var inReady: Bool { get }
  var outValid: Bool { get }

  /// One clock edge, with the other sides of both handshakes in the cycle that ends.
  mutating func step(inValid: Bool, outReady: Bool)

  /// A number of cycles, at least 1, that can go by with these other sides before `inReady` or
  /// `outValid` changes. Fewer than it could be is safe, more is wrong.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int

  /// What `steps` steps less than `steadyCycles` do, one after the other.
  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool)
}

/// `bnn_stream_register`: two beats, latency 1.
struct StreamRegisterTiming: UnitTiming {
  private var beats = 0

  var inReady: Bool { beats < 2 }
  var outValid: Bool { beats > 0 }

  mutating func step(inValid: Bool, outReady: Bool) {
    let entering = inValid && inReady
    if outValid && outReady { beats -= 1 }
    if entering { beats += 1 }
  }

  /// Where as many beats come as go, for ever; otherwise a handshake changes with their number.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    (inValid && inReady) == (outValid && outReady) ? .max : 1
  }

  func skip(_ steps: Int, inValid: Bool, outReady: Bool) {}
}

/// `bnn_counter`: 0, 1 … count − 1, and again from 0.
struct CyclicCounter: Equatable {
  private let count: Int
  private(set) var value = 0

  init(_ count: Int) {
    self.count = count
  }

  var isLast: Bool { value == count - 1 }
  /// Steps after which the value is 0.
  var stepsToWrap: Int { count - value }

  mutating func step() {
    value = isLast ? 0 : value + 1
  }

  /// Some steps, fewer than `stepsToWrap`.
  mutating func skip(_ steps: Int) {
    value += steps
  }
}

/// Stages that stall together in front of a stream register: one result per `beatsPerResult` beats,
/// or several results, whose beats take turns.
struct PipelineTiming: UnitTiming {
  /// Bit i: whether the stage i before the last one holds a result.
  private var results: UInt64 = 0
  private let stages: Int
  private var beat: CyclicCounter
  /// The first beat of a round that gives a result.
  private let firstResult: Int
  private var register = StreamRegisterTiming()

  init(stages: Int, beatsPerResult: Int, interleaved results: Int = 1) {
    precondition(stages <= UInt64.bitWidth, "bnn-hw bug: a pipeline of \(stages) stages")
    self.stages = stages
    beat = CyclicCounter(beatsPerResult * results)
    firstResult = (beatsPerResult - 1) * results
  }

  var inReady: Bool { register.inReady }
  var outValid: Bool { register.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let enable = register.inReady
    register.step(inValid: results & 1 == 1, outReady: outReady)
    guard enable else { return }
    results >>= 1
    if inValid && beat.value >= firstResult { results |= 1 << (stages - 1) }
    if inValid { beat.step() }
  }

  /// Stalled, or between two results.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let isMoving = register.inReady
    if isMoving && results != 0 { return 1 }
    let register = register.steadyCycles(inValid: false, outReady: outReady)
    return isMoving && inValid ? max(1, min(register, firstResult - beat.value)) : register
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    if register.inReady && inValid { beat.skip(steps) }
  }
}

/// `bnn_replay_buffer`: two vectors; one is written while the other is replayed.
struct ReplayBufferTiming: UnitTiming {
  private var write: CyclicCounter
  private var read: CyclicCounter
  private var pass: CyclicCounter
  /// Whole vectors held, the one that is read included.
  private var vectors = 0

  init(words: Int, replays: Int) {
    write = CyclicCounter(words)
    read = CyclicCounter(words)
    pass = CyclicCounter(replays)
  }

  var inReady: Bool { vectors < 2 }
  var outValid: Bool { vectors > 0 || write.value != read.value }

  mutating func step(inValid: Bool, outReady: Bool) {
    let push = inValid && inReady
    let pop = outValid && outReady
    if push {
      if write.isLast { vectors += 1 }
      write.step()
    }
    if pop {
      if read.isLast {
        if pass.isLast { vectors -= 1 }
        pass.step()
      }
      read.step()
    }
  }

  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let push = inValid && inReady
    let pop = outValid && outReady
    var cycles = Int.max
    if push { cycles = min(cycles, outValid ? write.stepsToWrap : 1) }
    if pop { cycles = min(cycles, read.stepsToWrap) }
    // The rest of a vector that comes in while it is read.
    if pop && !push && vectors == 0 { cycles = min(cycles, write.value - read.value) }
    return cycles
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    let pop = outValid && outReady
    if inValid && inReady { write.skip(steps) }
    if pop { read.skip(steps) }
  }
}
