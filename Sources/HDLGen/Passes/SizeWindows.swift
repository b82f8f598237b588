internal import BNNIR

/// Gives every sliding window the ring buffer that costs least of those with which neither interval
/// nor latency of the network grows.
///
/// Twice the span is always enough: the first window of a frame can then be whole when the last one
/// of the frame before is read. A unit that waits for others at times needs less. How much less
/// depends on all of them, so the dataflow's simulation decides, within a set effort.
struct SizeWindows {
  private var graph: DataflowGraph
  private let timing: FrameTiming
  /// Moves of units that trials may still take: some five seconds.
  private var effort = 100_000_000

  /// Windows must come with the depth that is always enough.
  static func run(_ graph: DataflowGraph) -> DataflowGraph {
    var pass = SizeWindows(graph)
    let windows = pass.graph.instances.indices.filter { pass.smallest($0) != nil }
    pass.shrink(windows[...])
    return pass.graph
  }

  private init(_ graph: DataflowGraph) {
    self.graph = graph
    for index in graph.instances.indices {
      guard let unit = self.graph.window(index) else { continue }
      self.graph.setWindow(index, depth: unit.cheapestDepth(atLeast: unit.depthInWords))
    }
    timing = FrameTiming(of: self.graph)
  }

  /// All windows together, as most networks allow, else by halves.
  private mutating func shrink(_ windows: ArraySlice<Int>) {
    if windows.isEmpty || accept(windows.map { ($0, smallest($0) ?? 0) }) { return }
    guard windows.count > 1 else {
      for index in windows {
        let larger = graph.window(index)?.depthsToTry.dropFirst() ?? []
        for depth in larger where accept([(index, depth)]) { break }
      }
      return
    }
    let middle = windows.startIndex + windows.count / 2
    shrink(windows[..<middle])
    shrink(windows[middle...])
  }

  private func smallest(_ index: Int) -> Int? { graph.window(index)?.depthsToTry.first }

  /// Takes the depths if the network's timing stays.
  private mutating func accept(_ depths: [(index: Int, depth: Int)]) -> Bool {
    if effort <= 0 { return false }
    var changed = graph
    for (index, depth) in depths { changed.setWindow(index, depth: depth) }
    let isSame = keepsTiming(changed)
    if isSame { graph = changed }
    return isSame
  }

  /// A network that keeps up with frames that come at its old interval has that interval.
  private mutating func keepsTiming(_ changed: DataflowGraph) -> Bool {
    var first = DataflowSimulation(changed)
    first.runFirstFrame()
    effort -= first.moves
    guard first.frameEnds.first == timing.latencyCycles - 1 else { return false }
    var steady = DataflowSimulation(changed, sourceInterval: timing.cyclesPerFrame)
    steady.runToSteadyState()
    effort -= steady.moves
    return steady.interval == timing.cyclesPerFrame
  }
}

extension DataflowGraph {
  fileprivate func window(_ index: Int) -> SlidingWindowUnit? {
    guard case .slidingWindow(let unit) = instances[index].unit else { return nil }
    return unit
  }

  fileprivate mutating func setWindow(_ index: Int, depth: Int) {
    guard let unit = window(index) else { return }
    instances[index].unit = .slidingWindow(unit.with(depthInWords: depth))
  }
}

extension SlidingWindowUnit {
  /// Depths that cost less than the present one, the smallest first: room for the next row's first
  /// window, and half of another span.
  fileprivate var depthsToTry: [Int] {
    let present = ringCost(depth: depthInWords)
    return [spanInWords + rowStepInWords, spanInWords * 3 / 2].map(cheapestDepth)
      .filter { $0 < depthInWords && ringCost(depth: $0) < present }
  }

  /// The depth of least cost, up to the next power of two, that holds so many words.
  fileprivate func cheapestDepth(atLeast words: Int) -> Int {
    let powerOfTwo = 1 << (0...words - 1).unsignedBits
    let ofMemories = words.dividedRoundingUp(by: 64) * 64
    return [words, min(ofMemories, powerOfTwo), powerOfTwo].min {
      ringCost(depth: $0) < ringCost(depth: $1)
    } ?? words
  }

  /// LUTs of the memories and of the addresses, which wrap by themselves at powers of two.
  private func ringCost(depth: Int) -> Int {
    let cost = MemoryCost(depth: depth, width: from.dataBits)
    let memory = min(
      cost.dualPortLUTs, cost.halfBlocks * MemoryCost.lutsPerHalfBlock)
    let isPowerOfTwo = depth & (depth - 1) == 0
    return pixels * memory + (isPowerOfTwo ? 0 : 2 * (0...depth - 1).unsignedBits)
  }
}
