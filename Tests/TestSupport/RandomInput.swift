internal import BNNIR

/// A random input of a network: how pixels are stored, and what the network makes of them.
struct RandomInput {
  /// The keys behind the shape, as a document has them.
  let keys: String
  /// The network's channels for each of a pixel.
  let channelsPerElement: Int
  /// What integers lie within; nil for bits.
  let range: ClosedRange<Int>?

  init(using random: inout SplitMix64) {
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var levels = 1
    switch pick(1...6) {
    case 6:
      let bounds = (0..<pick(1...4)).map { _ in pick(1...255) }.sorted()
      let distinct = bounds.enumerated().filter { $0 == 0 || bounds[$0 - 1] < $1 }.map(\.element)
      levels = distinct.count
      let texts = distinct.map { "\($0)" }.joined(separator: ", ")
      keys = #""type": "uint8", "encoding": {"kind": "thermometer", "at": [\#(texts)]}"#
      range = nil
    case 1:
      keys = #""type": "bit""#
      range = nil
    case 2:
      keys = #""type": "uint8", "encoding": {"kind": "threshold", "at": \#(pick(1...255))}"#
      range = nil
    case 3:
      keys = #""type": "uint8", "encoding": {"kind": "identity"}"#
      range = 0...255
    case 4:
      keys = #""type": "int8", "encoding": {"kind": "identity"}"#
      range = -128...127
    default:
      let reach = 1 << pick(0...9)
      let lowest = pick(1...3) == 1 ? 0 : -reach
      let values = (0..<256).map { _ in "\(pick(lowest...reach))" }.joined(separator: ", ")
      keys = #""type": "uint8", "encoding": {"kind": "table", "values": [\#(values)]}"#
      range = lowest...reach
    }
    channelsPerElement = levels
  }
}
