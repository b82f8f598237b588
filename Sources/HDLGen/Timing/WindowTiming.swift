internal import BNNIR

/// `bnn_sliding_window`: a window starts when all its words are in the ring buffer, is read word by
/// word, and then lets go of the words before the next one.
struct SlidingWindowTiming: UnitTiming {
  private let span: Int
  private let depth: Int
  private let columnStep: Int
  private let rowStep: Int
  private let frameStep: Int
  /// Words from the window's first on; below zero when pixels are skipped that did not come yet.
  private(set) var fill = 0
  private var word: CyclicCounter
  private var column: CyclicCounter
  private var row: CyclicCounter
  /// Whether the memory's output register holds a word.
  private(set) var outValid = false

  init(_ unit: SlidingWindowUnit) {
    let words = unit.from.beatsPerVector
    let stride = unit.geometry.stride
    let size = unit.outputSize
    span = unit.spanInWords
    depth = unit.depthInWords
    let lastColumn = (size.x - unit.pixels) * stride.x
    columnStep = unit.pixels * stride.x * words
    rowStep = unit.rowStepInWords
    frameStep =
      (unit.width * unit.height - (size.y - 1) * stride.y * unit.width - lastColumn) * words
    word = CyclicCounter(unit.geometry.taps * words * unit.replays)
    column = CyclicCounter(size.x / unit.pixels)
    row = CyclicCounter(size.y)
  }

  var inReady: Bool { fill < depth }

  mutating func step(inValid: Bool, outReady: Bool) {
    let canRead = outReady || !outValid
    let read = fill >= span && canRead
    let write = inValid && inReady
    if canRead { outValid = read }
    if read { fill -= advance() }
    if write { fill += 1 }
  }

  /// While words of one window are read, the ring fills, or both.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let canRead = outReady || !outValid
    let read = fill >= span && canRead
    if canRead && read != outValid { return 1 }
    var cycles = read ? word.stepsToWrap : Int.max
    if inValid && inReady {
      cycles = min(cycles, depth - fill)
      if fill < span { cycles = min(cycles, span - fill) }
    }
    return cycles
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    let read = fill >= span && (outReady || !outValid)
    if inValid && inReady { fill += steps }
    if read { word.skip(steps) }
  }

  /// Goes to the next word; returns how far the window moves.
  private mutating func advance() -> Int {
    let isWindowDone = word.isLast
    word.step()
    if !isWindowDone { return 0 }
    let isRowDone = column.isLast
    column.step()
    if !isRowDone { return columnStep }
    let isFrameDone = row.isLast
    row.step()
    return isFrameDone ? frameStep : rowStep
  }
}

/// `bnn_padding`: border words come from nowhere, the others from the input.
struct PaddingTiming: UnitTiming {
  private let padding: WindowGeometry.Padding
  private let height: Int
  private let width: Int
  private var word: CyclicCounter
  private var column: CyclicCounter
  private var row: CyclicCounter
  private var register = StreamRegisterTiming()

  init(_ unit: PaddingUnit) {
    padding = unit.padding
    height = unit.height
    width = unit.width
    word = CyclicCounter(unit.from.beatsPerVector)
    column = CyclicCounter(unit.paddedWidth)
    row = CyclicCounter(unit.paddedHeight)
  }

  private var isInside: Bool {
    (0..<width).contains(column.value - padding.left)
      && (0..<height).contains(row.value - padding.top)
  }

  var inReady: Bool { isInside && register.inReady }
  var outValid: Bool { register.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let valid = !isInside || inValid
    let move = valid && register.inReady
    register.step(inValid: valid, outReady: outReady)
    guard move else { return }
    if word.isLast {
      if column.isLast { row.step() }
      column.step()
    }
    word.step()
  }

  /// Within a pixel.
  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let valid = !isInside || inValid
    let cycles = register.steadyCycles(inValid: valid, outReady: outReady)
    return valid && register.inReady ? min(cycles, word.stepsToWrap) : cycles
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    if !isInside || inValid, register.inReady { word.skip(steps) }
  }
}
