public import BNNIR

/// Random networks with every kind of layer, as document text: a layer reads any of the values
/// before it, so that ways part and join again however long they take, a value has several readers,
/// and a join may read one value twice.
public struct RandomGraphNetwork {
  /// A layer's values.
  struct Value {
    let name: String
    var height: Int
    var width: Int
    var channels: Int
    /// What integers lie within; nil for bits.
    var range: ClosedRange<Int>?

    var low: Int { range?.lowerBound ?? -1 }
    var high: Int { range?.upperBound ?? 1 }
    /// What it adds to a sum at most.
    var reach: Int { max(-low, high, 1) }
    var elements: Int { height * width * channels }
  }

  var random: SplitMix64
  private var layers: [String] = []
  /// What layers can read.
  private var values: [Value] = []
  /// Those of them that none reads yet.
  private var unread: [Value] = []

  /// Those whose graphs are compared with RTL.
  public static let seeds = 5000..<5000 + RandomFactor.count(320)

  public static func document(using random: inout SplitMix64) -> String {
    var network = RandomGraphNetwork(random: random)
    let text = network.text()
    random = network.random
    return text
  }

  private init(random: SplitMix64) {
    self.random = random
  }

  private mutating func text() -> String {
    let (height, width, channels) = (pick(1...5), pick(1...6), pick(1...4))
    let input = RandomInput(using: &random)
    offer(
      Value(
        name: "input", height: height, width: width,
        channels: channels * input.channelsPerElement, range: input.range))
    for _ in 0..<pick(2...9) {
      let value = pick(1...3) == 1 ? pick(from: values) : values[values.count - 1]
      let kind = pick(from: LayerKind.allCases)
      append(kind, to: value)
      // Thresholds take up what these do.
      if [.requantize, .prelu, .scaleBias].contains(kind), pick(1...3) == 1 {
        append(pick(from: [.threshold, .multiThreshold]), to: values[values.count - 1])
      }
    }
    while unread.count > 1 { joinUnread() }
    end(unread[0])
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random",
       "input": {"shape": [\(height), \(width), \(channels)], \(input.keys)},
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  /// A layer of a kind; what the kind cannot read becomes what it can by layers before.
  private mutating func append(_ kind: LayerKind, to value: Value) {
    switch kind {
    case .binaryConv: conv(value)
    case .integerConv: conv(value, largestWeight: pickLargestWeight())
    // No map is left behind these.
    case .binaryDense: if pick(1...3) == 1 { dense(value) } else { conv(value) }
    case .integerDense:
      let largest = pickLargestWeight()
      if pick(1...3) == 1 {
        dense(value, largestWeight: largest)
      } else {
        conv(value, largestWeight: largest)
      }
    case .maxPool: maxPool(value)
    case .sumPool: sumPool(value)
    case .batchNorm: batchNorm(integers(value), hasTwoSigns: pick(1...4) == 1)
    case .sign: sign(integers(value))
    case .threshold: threshold(integers(value))
    case .scaleBias: scaleBias(integers(value))
    case .requantize: requantize(integers(value))
    case .prelu: prelu(integers(value))
    case .multiThreshold: multiThreshold(integers(value))
    case .bitPlane: bitPlane(integers(value))
    case .select: select(value)
    case .add, .concat, .gatedAdd: join(value, partner(of: value), by: kind)
    // Only behind everything else.
    case .argMax: break
    }
  }

  /// A value with a map of the same size; now and then the value itself.
  private mutating func partner(of value: Value) -> Value {
    pick(from: values.filter { $0.height == value.height && $0.width == value.width })
  }

  private mutating func joinUnread() {
    var (left, right) = (unread[0], unread[1])
    if (left.height, left.width) != (right.height, right.width) {
      left = point(left)
      right = point(right)
    }
    join(left, right, by: [.add, .concat, .gatedAdd][pick(0...2)])
  }

  /// The value as a map of one pixel.
  private mutating func point(_ value: Value) -> Value {
    if value.height * value.width == 1 { return value }
    if pick(1...3) == 1 { return dense(value) }
    return pool(value, .whole(height: value.height, width: value.width), isSum: pick(1...2) == 1)
  }

  private mutating func join(_ left: Value, _ right: Value, by kind: LayerKind) {
    switch kind {
    case .concat: concat(left, right)
    case .gatedAdd: gatedAdd(integers(left, keepsSize: true), right)
    default: add(left, right)
    }
  }

  private mutating func end(_ value: Value) {
    switch pick(1...5) {
    case 1: if layers.isEmpty { dense(value) }
    case 2:
      let sums = integers(value)
      if sums.channels > 1 { argMax(sums) } else { dense(sums) }
    case 3: argMax(scaleBias(dense(value, units: pick(2...5))))
    case 4: scaleBias(integers(value))
    default: dense(value)
    }
  }

  @discardableResult
  mutating func append(
    _ keys: String, reading inputs: [Value], window: RandomWindow? = nil, channels: Int? = nil,
    range: ClosedRange<Int>? = nil
  ) -> Value {
    let name = "l\(layers.count)"
    let names = inputs.map { "\"\($0.name)\"" }.joined(separator: ", ")
    layers.append(#"{"name": "\#(name)", "inputs": [\#(names)], \#(keys)}"#)
    unread.removeAll { value in inputs.contains { $0.name == value.name } }
    return offer(
      Value(
        name: name, height: window?.height ?? inputs[0].height,
        width: window?.width ?? inputs[0].width, channels: channels ?? inputs[0].channels,
        range: range))
  }

  @discardableResult
  private mutating func offer(_ value: Value) -> Value {
    values.append(value)
    unread.append(value)
    return value
  }

  /// Keeps the newest value from other layers than the one that is to read it next.
  mutating func hideNewest() { values.removeLast() }

  /// One number for all channels, or one for each.
  mutating func perChannel(
    _ value: Value, _ number: (inout RandomGraphNetwork) -> String
  ) -> String {
    if pick(1...3) == 1 { return number(&self) }
    return "[\((0..<value.channels).map { _ in number(&self) }.joined(separator: ", "))]"
  }

  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func pick<Element>(from choices: [Element]) -> Element {
    choices[pick(0...choices.count - 1)]
  }
}
