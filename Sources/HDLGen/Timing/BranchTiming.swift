/// The handshakes of several ports in one cycle, bit p for port p.
typealias PortSignals = UInt64

/// `bnn_fork`: how many of the two beats each reader has not taken yet.
struct ForkTiming: Equatable {
  /// Readers that have a beat, and those of them that have two.
  private(set) var outValid: PortSignals = 0
  private var hasTwo: PortSignals = 0
  private let all: PortSignals

  init(copies: Int) {
    precondition(copies <= ForkUnit.mostCopies, "bnn-hw bug: a fork for \(copies) readers")
    all = PortSignals.max >> PortSignals(PortSignals.bitWidth - copies)
  }

  var inReady: Bool { hasTwo == 0 }

  mutating func step(inValid: Bool, outReady: PortSignals) {
    let push = inValid && inReady ? all : 0
    let pop = outValid & outReady
    (outValid, hasTwo) = (
      push | hasTwo | (outValid & ~pop), (hasTwo | (push & outValid)) & ~pop
    )
  }

  /// For ever where a step changes nothing.
  func steadyCycles(inValid: Bool, outReady: PortSignals) -> Int {
    var next = self
    next.step(inValid: inValid, outReady: outReady)
    return next == self ? .max : 1
  }
}

/// A unit that takes a beat of each of two streams at a time: `bnn_add`.
struct JoinTiming: Equatable {
  private var register = StreamRegisterTiming()

  var outValid: Bool { register.outValid }

  /// Each input is ready when the other one is valid, too.
  func inReady(_ inValid: PortSignals) -> PortSignals {
    register.inReady && inValid == 0b11 ? 0b11 : 0
  }

  mutating func step(inValid: PortSignals, outReady: Bool) {
    register.step(inValid: inValid == 0b11, outReady: outReady)
  }

  func steadyCycles(inValid: PortSignals, outReady: Bool) -> Int {
    register.steadyCycles(inValid: inValid == 0b11, outReady: outReady)
  }
}

/// `bnn_concat`: the two streams take turns.
struct ConcatTiming: Equatable {
  private let first: Int
  private var word: CyclicCounter
  private var register = StreamRegisterTiming()

  /// Beats of a vector of each stream.
  init(first: Int, second: Int) {
    self.first = first
    word = CyclicCounter(first + second)
  }

  private var turn: PortSignals { word.value < first ? 0b01 : 0b10 }

  var outValid: Bool { register.outValid }
  var inReady: PortSignals { register.inReady ? turn : 0 }

  mutating func step(inValid: PortSignals, outReady: Bool) {
    let valid = inValid & turn != 0
    let move = valid && register.inReady
    register.step(inValid: valid, outReady: outReady)
    if move { word.step() }
  }

  /// Until the other stream's turn.
  func steadyCycles(inValid: PortSignals, outReady: Bool) -> Int {
    let valid = inValid & turn != 0
    let steady = register.steadyCycles(inValid: valid, outReady: outReady)
    if !valid || !register.inReady { return steady }
    return min(steady, word.value < first ? first - word.value : word.stepsToWrap)
  }

  mutating func skip(_ steps: Int, inValid: PortSignals) {
    if inValid & turn != 0, register.inReady { word.skip(steps) }
  }
}

/// `bnn_stream_fifo`, with the output register of a block RAM or without.
struct FIFOTiming: UnitTiming {
  private let depth: Int
  private let hasOutputRegister: Bool
  private var memory = 0
  private var registerIsFull = false

  init(depth: Int, hasOutputRegister: Bool) {
    self.depth = depth
    self.hasOutputRegister = hasOutputRegister
  }

  /// Beats in the memory.
  var fill: Int { memory }

  /// With the same beats, which may be more than it has room for.
  func resized(depth: Int, hasOutputRegister: Bool) -> FIFOTiming {
    var result = FIFOTiming(depth: depth, hasOutputRegister: hasOutputRegister)
    result.memory = memory
    if hasOutputRegister {
      result.registerIsFull = registerIsFull
    } else if registerIsFull {
      result.memory += 1
    }
    return result
  }

  var inReady: Bool { memory < depth }
  var outValid: Bool { hasOutputRegister ? registerIsFull : memory > 0 }

  mutating func step(inValid: Bool, outReady: Bool) {
    let push = inValid && inReady
    let pop: Bool
    if hasOutputRegister {
      let enable = outReady || !registerIsFull
      pop = memory > 0 && enable
      if enable { registerIsFull = pop }
    } else {
      pop = memory > 0 && outReady
    }
    if push { memory += 1 }
    if pop { memory -= 1 }
  }

  private func change(_ inValid: Bool, _ outReady: Bool) -> Int {
    let takes = hasOutputRegister ? outReady || !registerIsFull : outReady
    return (inValid && inReady ? 1 : 0) - (memory > 0 && takes ? 1 : 0)
  }

  /// Until it is full or empty, if it was neither before.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    if hasOutputRegister, registerIsFull != (memory > 0 || !outReady && registerIsFull) { return 1 }
    switch change(inValid, outReady) {
    case 0: return .max
    case 1: return memory == 0 ? 1 : depth - memory
    default: return memory < depth ? memory : memory - depth + 1
    }
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    memory += steps * change(inValid, outReady)
  }
}
