internal import BNNIR

// Layers that read two others.
extension Lowering {
  mutating func lowerAdd(_ index: Int) {
    let (sources, types) = elementStreams(index)
    let range = integerRange(of: index)
    let unit = AddUnit(
      left: types[0], right: types[1], outputBits: range.integerBits,
      outputIsSigned: range.lowerBound < 0)
    appendElements(.add(unit), index, from: sources)
  }

  mutating func lowerGatedAdd(_ layer: GatedAdd, _ index: Int) {
    let (sources, types) = elementStreams(index)
    let unit = GatedAddUnit(
      name: graph.nodes[index].name, left: types[0], right: types[1], rules: layer.rules,
      results: integerRange(of: index))
    appendElements(.gatedAdd(unit), index, from: sources)
  }

  mutating func lowerConcat(_ index: Int) {
    let (sources, types) = elementStreams(index)
    var (bits, isSigned) = (1, false)
    if !types[0].isBits {
      isSigned = types.contains(where: \.signed)
      // An unsigned stream beside a signed one takes a bit more for its sign.
      bits = types.map { $0.elementBits + (isSigned && !$0.signed ? 1 : 0) }.max() ?? 1
    }
    let unit = ConcatUnit(
      first: types[0], second: types[1], outputBits: bits, outputIsSigned: isSigned)
    appendElements(.concat(unit), index, from: sources)
  }
}
