internal import BNNIR

// Windows over feature maps: convolutions and pools.
extension Lowering {
  /// A node's map as pixels of `channels` elements on some lanes, whatever grouping its stream has.
  func mapType(of node: Int, stream: Int, lanes: Int) -> StreamType {
    let shape = graph.nodes[node].type.shape
    let type = streams[stream].type
    return StreamType(
      elementBits: type.elementBits, signed: type.signed, lanes: lanes,
      elementsPerVector: shape.channels, vectorsPerFrame: shape.pixels)
  }

  /// Appends padding, if there is any, and the sliding window; returns the stream of windows.
  mutating func appendWindows(
    over map: StreamType, _ shape: TensorShape, _ geometry: WindowGeometry,
    value: PaddingUnit.Value, groups: Int, replays: Int, pixels: Int, name: String, from source: Int
  ) -> Int {
    var map = map
    var source = source
    var size = (height: shape.height, width: shape.width)
    if geometry.padding != .none {
      let unit = PaddingUnit(
        from: map, height: shape.height, width: shape.width, padding: geometry.padding,
        value: value)
      source = append(.padding(unit), name: "\(name)_pad", layer: name, from: source, value: nil)
      map = unit.output
      size = (unit.paddedHeight, unit.paddedWidth)
    }
    let unpadded = WindowGeometry(
      kernel: geometry.kernel, stride: geometry.stride, dilation: geometry.dilation,
      padding: .none)
    let unit = SlidingWindowUnit(
      from: map, height: size.height, width: size.width, geometry: unpadded, groups: groups,
      replays: replays, pixels: pixels, depthInWords: 0)
    return append(
      .slidingWindow(unit.with(depthInWords: 2 * unit.spanInWords)), name: "\(name)_window",
      layer: name, from: source, value: nil)
  }

  mutating func lowerMaxPool(
    _ pool: MaxPool, _ index: Int
  ) {
    let isBits = graph.nodes[graph.nodes[index].inputs[0]].type.element == .bipolar
    lowerPool(pool.geometry, index, isBits ? .or : .max)
  }

  mutating func lowerSumPool(
    _ pool: SumPool, _ index: Int, into sink: inout DiagnosticSink
  ) {
    let node = graph.nodes[index]
    let isBits = graph.nodes[node.inputs[0]].type.element == .bipolar
    if isBits, pool.geometry.padding != .none {
      sink.report(.bitSumPadding(node))
      return
    }
    lowerPool(pool.geometry, index, .sum)
  }

  /// The window gives all taps of a word of channels in a row, and one unit takes them together.
  /// Where the window is the whole map, its words are reduced as they come.
  private mutating func lowerPool(
    _ geometry: WindowGeometry, _ index: Int, _ operation: ReduceUnit.Operation
  ) {
    let node = graph.nodes[index]
    let shape = graph.nodes[node.inputs[0]].type.shape
    let isGlobal =
      geometry.padding == .none && geometry.span == .init(y: shape.height, x: shape.width)
      && geometry.taps == shape.pixels
    var source = stream(of: node.inputs[0])
    let outputs = node.type.shape.pixels
    let lanes = lanesWithinBottleneck(
      node.inputs[0], stream: source, beatsPerWord: outputs * geometry.taps)
    let map = mapType(of: node.inputs[0], stream: source, lanes: lanes)
    if !isGlobal {
      source = appendWindows(
        over: map, shape, geometry, value: operation == .max && map.signed ? .least : .zeros,
        groups: map.beatsPerVector, replays: 1,
        pixels: 1, name: node.name, from: source)
    }
    let unit = ReduceUnit(
      from: isGlobal ? map : streams[source].type, elements: shape.channels, pixels: outputs,
      taps: geometry.taps, words: isGlobal ? map.beatsPerVector : 1, operation: operation,
      outputBits: operation == .sum ? sumBits(of: map, taps: geometry.taps) : map.elementBits)
    let output = append(
      .reduce(unit), name: "\(node.name)_reduce", layer: node.name, from: source,
      value: node.name)
    carry(index, on: output)
  }

  /// Bits of a sum of `taps` elements: of ±1, or of what the stream's integers can be.
  private func sumBits(of map: StreamType, taps: Int) -> Int {
    if map.isBits { return (-taps...taps).signedBits }
    let values =
      map.signed
      ? -(1 << (map.elementBits - 1))...(1 << (map.elementBits - 1)) - 1
      : 0...(1 << map.elementBits) - 1
    let sums = values.lowerBound * taps...values.upperBound * taps
    return sums.integerBits
  }

  /// The fewest lanes, dividing those of a node's stream, on which all its pixels pass, or
  /// `beatsPerWord` windows' taps, within the bottleneck's time.
  func lanesWithinBottleneck(_ node: Int, stream: Int, beatsPerWord: Int = 0) -> Int {
    let shape = graph.nodes[node].type.shape
    let lanes = min(streams[stream].type.lanes, shape.channels)
    let beats = max(shape.pixels, beatsPerWord)
    return lanes.divisors.first {
      shape.channels.dividedRoundingUp(by: $0) * beats <= bottleneck
    } ?? lanes
  }
}

extension PaddingUnit.Value {
  /// Integers are padded with zeros; exact zeros of ±1 data do not reach the hardware as such.
  init(_ value: PaddingValue) {
    switch value {
    case .minusOne, .zero: self = .zeros
    case .plusOne: self = .ones
    case .oddEven: self = .oddEven
    }
  }
}

extension Diagnostic {
  fileprivate static func bitSumPadding(_ node: Graph.Node) -> Diagnostic {
    Diagnostic(
      "hardware.pool-padding", at: node.anchor,
      "'\(node.name)' is a padded sum-pool of ±1, but hardware pads sums of integers only",
      hint: "leave the padding out, or pool the sums before their sign")
  }

}
