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
    value: PaddingUnit.Value, groups: Int, replays: Int, name: String, from source: Int
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
      replays: replays, depthInWords: 0)
    return append(
      .slidingWindow(unit.with(depthInWords: 2 * unit.spanInWords)), name: "\(name)_window",
      layer: name, from: source, value: nil)
  }

  /// The window gives all taps of a word of channels in a row, and an OR takes them together.
  mutating func lowerMaxPool(
    _ pool: MaxPool, _ index: Int, into sink: inout DiagnosticSink
  ) {
    let node = graph.nodes[index]
    let input = graph.nodes[node.inputs[0]].type
    let isBits = input.element == .bipolar
    if !isBits, pool.geometry.padding != .none {
      sink.report(.integerPoolPadding(node))
      return
    }
    let source = stream(of: node.inputs[0])
    let lanes = poolLanes(of: streams[source].type.lanes, input.shape, pool, node.type.shape)
    let map = mapType(of: node.inputs[0], stream: source, lanes: lanes)
    let windows = appendWindows(
      over: map, input.shape, pool.geometry, value: .zeros, groups: map.beatsPerVector,
      replays: 1, name: node.name, from: source)
    let unit = ReduceUnit(
      from: streams[windows].type, elements: input.shape.channels, pixels: node.type.shape.pixels,
      taps: pool.geometry.taps, operation: isBits ? .or : .max, outputBits: map.elementBits)
    let output = append(
      .reduce(unit), name: "\(node.name)_reduce", layer: node.name, from: windows,
      value: node.name)
    carry(index, on: output)
  }

  /// The fewest lanes, dividing those that come in, with which the pool keeps up with the bottleneck.
  private func poolLanes(
    of lanes: Int, _ input: TensorShape, _ pool: MaxPool, _ output: TensorShape
  ) -> Int {
    let beatsPerWord = max(input.pixels, output.pixels * pool.geometry.taps)
    return lanes.divisors.first {
      input.channels.dividedRoundingUp(by: $0) * beatsPerWord <= bottleneck
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
  fileprivate static func integerPoolPadding(_ node: Graph.Node) -> Diagnostic {
    Diagnostic(
      "hardware.pool-padding", at: node.anchor,
      "'\(node.name)' is a padded max-pool of integers, but hardware pads pools of bits only",
      hint: "a sign or threshold right behind it makes it a pool of bits")
  }
}
