internal import BNNIR

/// `bnn_sliding_window`: the pixels under every window of a map, tap by tap.
///
/// Order: window (y, x) → group → replay → ky → kx → word of the group.
public struct SlidingWindowUnit: UnitModel {
  /// The map that comes in, padding included.
  let from: StreamType
  let height: Int
  let width: Int
  /// Without padding: that is in the map.
  let geometry: WindowGeometry
  /// How often each group of a window is emitted in a row.
  let groups: Int
  let replays: Int
  /// Neighbouring windows of a row that go together, side by side in a beat.
  let pixels: Int
  /// Words that the ring buffer holds.
  let depthInWords: Int

  let kind = "sliding_window"
  let module = "bnn_sliding_window"
  let memories: [MemoryImage] = []
  let lanes = 0

  private var words: Int { from.beatsPerVector }
  private var shape: TensorShape { TensorShape(height: height, width: width, channels: 1) }
  var outputSize: WindowGeometry.Pair { geometry.outputSize(for: shape) }
  private var windows: Int { outputSize.y * outputSize.x }

  /// Words from the first to the last of windows that go together: what the buffer must at least
  /// hold.
  var spanInWords: Int {
    ((geometry.span.y - 1) * width + geometry.span.x + (pixels - 1) * geometry.stride.x) * words
  }

  /// Words from the first of a row's last windows to the first of the next row's.
  var rowStepInWords: Int {
    let lastColumn = (outputSize.x - pixels) * geometry.stride.x
    return (geometry.stride.y * width - lastColumn) * words
  }

  var inputs: [StreamType] { [from] }

  /// A vector per tap; of several pixels whole words, the lanes past their last elements included.
  var output: StreamType {
    let isWhole = groups == words || pixels > 1
    return StreamType(
      elementBits: from.elementBits, signed: from.signed, lanes: pixels * from.lanes,
      elementsPerVector: isWhole
        ? pixels * words / groups * from.lanes : from.elementsPerVector / groups,
      vectorsPerFrame: windows / pixels * groups * replays * geometry.taps)
  }

  /// One word a cycle, in or out.
  var cyclesPerFrame: Int {
    max(from.beatsPerFrame, windows / pixels * replays * geometry.taps * words)
  }

  var parameters: [Manifest.Parameter] {
    [
      .init("Width", from.dataBits), .init("Words", words), .init("InWidth", width),
      .init("InHeight", height), .init("KernelWidth", geometry.kernel.x),
      .init("KernelHeight", geometry.kernel.y), .init("StrideX", geometry.stride.x),
      .init("StrideY", geometry.stride.y), .init("DilationX", geometry.dilation.x),
      .init("DilationY", geometry.dilation.y), .init("Groups", groups),
      .init("Replays", replays), .init("Depth", depthInWords), .init("Pixels", pixels),
      .init("Style", "auto"),
    ]
  }

  func with(depthInWords: Int) -> SlidingWindowUnit {
    SlidingWindowUnit(
      from: from, height: height, width: width, geometry: geometry, groups: groups,
      replays: replays, pixels: pixels, depthInWords: depthInWords)
  }

  /// The address and the level move by a step that depends on the loops that turn.
  var inventory: Inventory {
    var inventory = Inventory()
    for count in loops { inventory.addCounter(count) }
    let addressBits = depthInWords > 1 ? (0...depthInWords - 1).unsignedBits : 1
    let highest = max(longestStepInWords, spanInWords, depthInWords - spanInWords + 1)
    let levelBits = (0...max(highest - 1, 1)).unsignedBits + 1
    inventory.add(.windowControls, 1)
    inventory.add(.windowLoops, loops.count { $0 > 1 })
    inventory.add(.windowLevelBits, levelBits)
    inventory.add(.windowAddressBits, addressBits)
    if depthInWords != 1 << addressBits { inventory.add(.windowWrapBits, addressBits) }
    inventory.add(flipFlops: levelBits + addressBits + 1)
    for _ in 0..<pixels {
      inventory.addCounter(depthInWords)
      inventory.add(
        Inventory.Memory(use: .ram, width: from.dataBits, depth: depthInWords))
    }
    return inventory
  }

  /// From the first word of a window to that of the next one, at most: within a row, to the next
  /// row or to the next frame.
  private var longestStepInWords: Int {
    let lastRow = (outputSize.y - 1) * geometry.stride.y * width * words
    let lastColumn = (outputSize.x - pixels) * geometry.stride.x * words
    return max(
      pixels * geometry.stride.x * words, rowStepInWords,
      height * width * words - lastRow - lastColumn)
  }

  /// Turns of the loops, innermost first.
  private var loops: [Int] {
    [
      words / groups, geometry.kernel.x, geometry.kernel.y, replays, groups,
      outputSize.x / pixels, outputSize.y,
    ]
  }

  func makeTiming() -> TimedUnit { .slidingWindow(SlidingWindowTiming(self)) }
}
