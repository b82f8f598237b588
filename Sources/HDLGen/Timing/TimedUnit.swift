/// The handshakes of any unit. Closed, and all its cases hold plain numbers, because a network's
/// simulation takes a step of every unit in every cycle.
///
/// No valid output depends on the other sides within a cycle; a ready input of a join depends on
/// the valid inputs.
enum TimedUnit: Equatable {
  case register(StreamRegisterTiming)
  case pipeline(PipelineTiming)
  case matrixVector(MatrixVectorTiming)
  case slidingWindow(SlidingWindowTiming)
  case padding(PaddingTiming)
  case narrowing(NarrowingTiming)
  case widening(WideningTiming)
  case fifo(FIFOTiming)
  case fork(ForkTiming)
  case join(JoinTiming)
  case concat(ConcatTiming)
  case engine(EngineTiming)

  var outValid: PortSignals {
    switch self {
    case .register(let unit): unit.outValid ? 1 : 0
    case .pipeline(let unit): unit.outValid ? 1 : 0
    case .matrixVector(let unit): unit.outValid ? 1 : 0
    case .slidingWindow(let unit): unit.outValid ? 1 : 0
    case .padding(let unit): unit.outValid ? 1 : 0
    case .narrowing(let unit): unit.outValid ? 1 : 0
    case .widening(let unit): unit.outValid ? 1 : 0
    case .fifo(let unit): unit.outValid ? 1 : 0
    case .fork(let unit): unit.outValid
    case .join(let unit): unit.outValid ? 1 : 0
    case .concat(let unit): unit.outValid ? 1 : 0
    case .engine(let unit): unit.outValid ? 1 : 0
    }
  }

  func inReady(_ inValid: PortSignals) -> PortSignals {
    switch self {
    case .register(let unit): unit.inReady ? 1 : 0
    case .pipeline(let unit): unit.inReady ? 1 : 0
    case .matrixVector(let unit): unit.inReady ? 1 : 0
    case .slidingWindow(let unit): unit.inReady ? 1 : 0
    case .padding(let unit): unit.inReady ? 1 : 0
    case .narrowing(let unit): unit.inReady ? 1 : 0
    case .widening(let unit): unit.inReady ? 1 : 0
    case .fifo(let unit): unit.inReady ? 1 : 0
    case .fork(let unit): unit.inReady ? 1 : 0
    case .join(let unit): unit.inReady(inValid)
    case .concat(let unit): unit.inReady
    case .engine(let unit): unit.inReady ? 1 : 0
    }
  }

  /// One clock edge, with the other sides of all handshakes in the cycle that ends.
  mutating func step(inValid: PortSignals, outReady: PortSignals) {
    let (valid, ready) = (inValid & 1 == 1, outReady & 1 == 1)
    switch self {
    case .register(let unit): self = .register(unit.stepped(valid, ready))
    case .pipeline(let unit): self = .pipeline(unit.stepped(valid, ready))
    case .matrixVector(let unit): self = .matrixVector(unit.stepped(valid, ready))
    case .slidingWindow(let unit): self = .slidingWindow(unit.stepped(valid, ready))
    case .padding(let unit): self = .padding(unit.stepped(valid, ready))
    case .narrowing(let unit): self = .narrowing(unit.stepped(valid, ready))
    case .widening(let unit): self = .widening(unit.stepped(valid, ready))
    case .fifo(let unit): self = .fifo(unit.stepped(valid, ready))
    case .fork(var unit):
      unit.step(inValid: valid, outReady: outReady)
      self = .fork(unit)
    case .join(var unit):
      unit.step(inValid: inValid, outReady: ready)
      self = .join(unit)
    case .concat(var unit):
      unit.step(inValid: inValid, outReady: ready)
      self = .concat(unit)
    case .engine(let unit): self = .engine(unit.stepped(valid, ready))
    }
  }

  func steadyCycles(inValid: PortSignals, outReady: PortSignals) -> Int {
    let (valid, ready) = (inValid & 1 == 1, outReady & 1 == 1)
    return switch self {
    case .register(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .pipeline(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .matrixVector(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .slidingWindow(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .padding(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .narrowing(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .widening(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .fifo(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    case .fork(let unit): unit.steadyCycles(inValid: valid, outReady: outReady)
    case .join(let unit): unit.steadyCycles(inValid: inValid, outReady: ready)
    case .concat(let unit): unit.steadyCycles(inValid: inValid, outReady: ready)
    case .engine(let unit): unit.steadyCycles(inValid: valid, outReady: ready)
    }
  }

  mutating func skip(_ steps: Int, inValid: PortSignals, outReady: PortSignals) {
    let (valid, ready) = (inValid & 1 == 1, outReady & 1 == 1)
    switch self {
    case .register, .fork, .join: break
    case .pipeline(let unit): self = .pipeline(unit.skipped(steps, valid, ready))
    case .matrixVector(let unit): self = .matrixVector(unit.skipped(steps, valid, ready))
    case .slidingWindow(let unit): self = .slidingWindow(unit.skipped(steps, valid, ready))
    case .padding(let unit): self = .padding(unit.skipped(steps, valid, ready))
    case .narrowing(let unit): self = .narrowing(unit.skipped(steps, valid, ready))
    case .widening(let unit): self = .widening(unit.skipped(steps, valid, ready))
    case .fifo(let unit): self = .fifo(unit.skipped(steps, valid, ready))
    case .concat(var unit):
      unit.skip(steps, inValid: inValid)
      self = .concat(unit)
    case .engine(let unit): self = .engine(unit.skipped(steps, valid, ready))
    }
  }
}

extension UnitTiming {
  @inline(__always)
  fileprivate func stepped(_ inValid: Bool, _ outReady: Bool) -> Self {
    var next = self
    next.step(inValid: inValid, outReady: outReady)
    return next
  }

  fileprivate func skipped(_ steps: Int, _ inValid: Bool, _ outReady: Bool) -> Self {
    var next = self
    next.skip(steps, inValid: inValid, outReady: outReady)
    return next
  }
}

extension TimedUnit {
  /// Words that a ring buffer or a FIFO holds; nil for other units. While a unit sleeps it
  /// grows or shrinks, but does not turn.
  var fill: Int? {
    switch self {
    case .slidingWindow(let window): window.fill
    case .fifo(let fifo): fifo.fill
    default: nil
    }
  }
}
