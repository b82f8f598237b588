internal import BNNIR

// Layers of integers, element by element.
extension Lowering {
  mutating func lowerRequantize(_ layer: Requantize, _ index: Int) {
    let (sources, types) = elementStreams(index)
    let unit = RequantizeUnit(
      from: types[0], layer: layer, values: integerRange(of: graph.nodes[index].inputs[0]))
    appendElements(.requantize(unit), index, from: sources)
  }

  mutating func lowerMultiThreshold(_ layer: MultiThreshold, _ index: Int) {
    let (sources, types) = elementStreams(index)
    let unit = ThresholdUnit(
      name: graph.nodes[index].name, from: types[0], rules: layer.rules,
      outputBits: integerRange(of: index).integerBits)
    appendElements(.threshold(unit), index, from: sources)
  }

  /// Above the highest bit of a stream all are its sign, or 0.
  mutating func lowerBitPlane(_ layer: BitPlane, _ index: Int) {
    let (sources, types) = elementStreams(index)
    let top = types[0].elementBits - 1
    let unit: HardwareUnit =
      if layer.bit > top, !types[0].signed {
        .threshold(
          ThresholdUnit(
            name: graph.nodes[index].name, from: types[0],
            rules: Array(repeating: [.never], count: types[0].elementsPerVector), outputBits: 1))
      } else {
        .bitPlane(BitPlaneUnit(from: types[0], bit: min(layer.bit, top)))
      }
    appendElements(unit, index, from: sources)
  }

  mutating func lowerSelect(_ layer: Select, _ index: Int) {
    let source = graph.nodes[index].inputs[0]
    let channels = graph.nodes[source].type.shape.channels
    let unit = SelectUnit(
      from: mapType(of: source, stream: stream(of: source), lanes: channels),
      elements: layer.channels)
    appendElements(.select(unit), index, from: [stream(of: source)])
  }

  /// Adds the unit that gives a node's values, named after the node and its own kind.
  mutating func appendElements(_ unit: HardwareUnit, _ index: Int, from sources: [Int]) {
    let node = graph.nodes[index]
    let output = append(
      unit, name: "\(node.name)_\(unit.model.kind)", layer: node.name, from: sources,
      value: node.name)
    carry(index, on: output)
  }

  /// The streams of a node's inputs, and their types pixel by pixel on common lanes: the fewest of
  /// any that keep up with the bottleneck. The lanes divide the first one's channels, so that it
  /// has no pad lanes.
  func elementStreams(_ index: Int) -> (streams: [Int], types: [StreamType]) {
    let inputs = graph.nodes[index].inputs
    let streams = inputs.map(stream)
    let wanted = zip(inputs, streams).map { lanesWithinBottleneck($0, stream: $1) }.max() ?? 1
    let channels = graph.nodes[inputs[0]].type.shape.channels
    let pixels = graph.nodes[index].type.shape.pixels
    let lanes =
      channels.divisors.first {
        $0 >= min(wanted, channels)
          && graph.nodes[index].type.shape.channels.dividedRoundingUp(by: $0) * pixels <= bottleneck
      } ?? channels
    return (streams, zip(inputs, streams).map { mapType(of: $0, stream: $1, lanes: lanes) })
  }

  func integerRange(of index: Int) -> ClosedRange<Int> {
    guard case .integer(let range) = graph.nodes[index].type.element else {
      preconditionFailure("bnn-hw bug: '\(graph.nodes[index].name)' is no integer")
    }
    return range
  }
}
