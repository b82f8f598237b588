/// The handshakes of any unit. Closed, and all its cases hold plain numbers, because a network's
/// simulation takes a step of every unit in every cycle.
enum TimedUnit: UnitTiming {
  case register(StreamRegisterTiming)
  case pipeline(PipelineTiming)
  case matrixVector(MatrixVectorTiming)
  case slidingWindow(SlidingWindowTiming)
  case padding(PaddingTiming)
  case narrowing(NarrowingTiming)
  case widening(WideningTiming)

  var inReady: Bool {
    switch self {
    case .register(let unit): unit.inReady
    case .pipeline(let unit): unit.inReady
    case .matrixVector(let unit): unit.inReady
    case .slidingWindow(let unit): unit.inReady
    case .padding(let unit): unit.inReady
    case .narrowing(let unit): unit.inReady
    case .widening(let unit): unit.inReady
    }
  }

  var outValid: Bool {
    switch self {
    case .register(let unit): unit.outValid
    case .pipeline(let unit): unit.outValid
    case .matrixVector(let unit): unit.outValid
    case .slidingWindow(let unit): unit.outValid
    case .padding(let unit): unit.outValid
    case .narrowing(let unit): unit.outValid
    case .widening(let unit): unit.outValid
    }
  }

  mutating func step(inValid: Bool, outReady: Bool) {
    switch self {
    case .register(let unit): self = .register(unit.stepped(inValid, outReady))
    case .pipeline(let unit): self = .pipeline(unit.stepped(inValid, outReady))
    case .matrixVector(let unit): self = .matrixVector(unit.stepped(inValid, outReady))
    case .slidingWindow(let unit): self = .slidingWindow(unit.stepped(inValid, outReady))
    case .padding(let unit): self = .padding(unit.stepped(inValid, outReady))
    case .narrowing(let unit): self = .narrowing(unit.stepped(inValid, outReady))
    case .widening(let unit): self = .widening(unit.stepped(inValid, outReady))
    }
  }

  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    switch self {
    case .register(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .pipeline(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .matrixVector(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .slidingWindow(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .padding(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .narrowing(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    case .widening(let unit): unit.steadyCycles(inValid: inValid, outReady: outReady)
    }
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    switch self {
    case .register: break
    case .pipeline(let unit): self = .pipeline(unit.skipped(steps, inValid, outReady))
    case .matrixVector(let unit): self = .matrixVector(unit.skipped(steps, inValid, outReady))
    case .slidingWindow(let unit): self = .slidingWindow(unit.skipped(steps, inValid, outReady))
    case .padding(let unit): self = .padding(unit.skipped(steps, inValid, outReady))
    case .narrowing(let unit): self = .narrowing(unit.skipped(steps, inValid, outReady))
    case .widening(let unit): self = .widening(unit.skipped(steps, inValid, outReady))
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
