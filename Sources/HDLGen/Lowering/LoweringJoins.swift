internal import BNNIR

// Layers that read two others.
extension Lowering {
  mutating func lowerAdd(_ index: Int) {
    let (sources, types) = joined(index)
    let range = integerRange(of: index)
    let unit = AddUnit(
      left: types[0], right: types[1], outputBits: range.integerBits,
      outputIsSigned: range.lowerBound < 0)
    appendJoin(.add(unit), index, from: sources)
  }

  mutating func lowerConcat(_ index: Int) {
    let (sources, types) = joined(index)
    var (bits, isSigned) = (1, false)
    if !types[0].isBits {
      isSigned = types.contains(where: \.signed)
      // An unsigned stream beside a signed one takes a bit more for its sign.
      bits = types.map { $0.elementBits + (isSigned && !$0.signed ? 1 : 0) }.max() ?? 1
    }
    let unit = ConcatUnit(
      first: types[0], second: types[1], outputBits: bits, outputIsSigned: isSigned)
    appendJoin(.concat(unit), index, from: sources)
  }

  private mutating func appendJoin(_ unit: HardwareUnit, _ index: Int, from sources: [Int]) {
    let node = graph.nodes[index]
    let output = append(
      unit, name: "\(node.name)_\(unit.model.kind)", layer: node.name, from: sources,
      value: node.name)
    carry(index, on: output)
  }

  /// The streams of a node's two inputs, and their types pixel by pixel on common lanes: the fewest of
  /// either that keep up with the bottleneck. The lanes divide the first one's channels.
  private func joined(_ index: Int) -> (streams: [Int], types: [StreamType]) {
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

  private func integerRange(of index: Int) -> ClosedRange<Int> {
    guard case .integer(let range) = graph.nodes[index].type.element else {
      preconditionFailure("bnn-hw bug: a sum that is not an integer")
    }
    return range
  }
}
