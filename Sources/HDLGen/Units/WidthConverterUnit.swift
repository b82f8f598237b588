/// `bnn_width_converter`: the same vectors on more or fewer lanes, in an integer ratio or with
/// whole vectors on the wider side.
public struct WidthConverterUnit: UnitModel {
  let from: StreamType
  let lanesOut: Int

  let kind = "width_converter"
  let module = "bnn_width_converter"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }
  var output: StreamType { from.with(lanes: lanesOut) }

  /// One beat per cycle on the side with the narrower beats.
  var cyclesPerFrame: Int { max(from.beatsPerFrame, output.beatsPerFrame) }

  var parameters: [Manifest.Parameter] {
    [
      .init("ElementBits", from.elementBits), .init("Elements", from.elementsPerVector),
      .init("InLanes", from.lanes), .init("OutLanes", lanesOut),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    let isNarrowing = lanesOut < from.lanes
    let (narrow, wide) = isNarrowing ? (output, from) : (from, output)
    let parts = wide.lanes.dividedRoundingUp(by: narrow.lanes)
    let isUneven = from.elementsPerVector % wide.lanes != 0
    inventory.addCounter(parts)
    inventory.addVectorEnd(narrow, isEndUsed: isUneven)
    if isNarrowing {
      inventory.addRegisteredMultiplexer(inputs: parts, bits: narrow.dataBits)
      inventory.addStreamRegister(narrow.dataBits)
    } else {
      inventory.add(.streamRegisters, 1)
      inventory.add(.heldBits, narrow.dataBits)
      inventory.add(.partEnables, parts)
      inventory.add(flipFlops: narrow.dataBits + wide.dataBits + 2)
    }
    return inventory
  }

  func makeTiming() -> TimedUnit {
    lanesOut > from.lanes
      ? .widening(
        WideningTiming(
          partsPerBeat: lanesOut.dividedRoundingUp(by: from.lanes),
          partsPerVector: from.beatsPerVector))
      : .narrowing(
        NarrowingTiming(
          partsPerBeat: from.lanes.dividedRoundingUp(by: lanesOut),
          partsPerVector: output.beatsPerVector))
  }
}

/// Which part of a wide beat a narrow beat is; the last wide beat of a vector may have fewer.
private struct PartCounter: Equatable {
  private var part: CyclicCounter
  private var vector: CyclicCounter

  init(partsPerBeat: Int, partsPerVector: Int) {
    part = CyclicCounter(partsPerBeat)
    vector = CyclicCounter(partsPerVector)
  }

  var isLast: Bool { part.isLast || vector.isLast }

  mutating func step() {
    if vector.isLast { while !part.isLast { part.step() } }
    part.step()
    vector.step()
  }

  /// Steps before `isLast` changes.
  var stepsToLast: Int { Swift.min(part.stepsToWrap, vector.stepsToWrap) - 1 }

  /// Some steps, fewer than `stepsToLast`.
  mutating func skip(_ steps: Int) {
    part.skip(steps)
    vector.skip(steps)
  }
}

/// The input beat stays with its source until its last part has gone into the output register.
struct NarrowingTiming: UnitTiming {
  private var counter: PartCounter
  private var register = StreamRegisterTiming()

  init(partsPerBeat: Int, partsPerVector: Int) {
    counter = PartCounter(partsPerBeat: partsPerBeat, partsPerVector: partsPerVector)
  }

  var inReady: Bool { register.inReady && counter.isLast }
  var outValid: Bool { register.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let move = inValid && register.inReady
    register.step(inValid: inValid, outReady: outReady)
    if move { counter.step() }
  }

  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let cycles = register.steadyCycles(inValid: inValid, outReady: outReady)
    return inValid && register.inReady ? max(1, min(cycles, counter.stepsToLast)) : cycles
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    if inValid && register.inReady { counter.skip(steps) }
  }
}

/// Parts gather in the output beat; one that comes while that beat waits is held.
struct WideningTiming: UnitTiming {
  private var counter: PartCounter
  private var isHeld = false
  private(set) var outValid = false

  init(partsPerBeat: Int, partsPerVector: Int) {
    counter = PartCounter(partsPerBeat: partsPerBeat, partsPerVector: partsPerVector)
  }

  var inReady: Bool { !isHeld }

  mutating func step(inValid: Bool, outReady: Bool) {
    let hasPart = inValid || isHeld
    let move = hasPart && (outReady || !outValid)
    isHeld = hasPart && !move
    if move || outReady { outValid = move && counter.isLast }
    if move { counter.step() }
  }
  /// While parts of a beat come, or nothing does.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let hasPart = inValid || isHeld
    let move = hasPart && (outReady || !outValid)
    if move { return outValid || isHeld ? 1 : max(1, counter.stepsToLast) }
    return hasPart != isHeld || (outValid && outReady) ? 1 : .max
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    if inValid && !outValid { counter.skip(steps) }
  }
}
