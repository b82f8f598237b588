public import BNNIR

/// Random networks whose ways part and join again, as document text: shortcuts around convolutions,
/// of bits and of integers, concatenations, values that many layers read, branches within branches.
public struct RandomBranchNetwork {
  /// A layer's values.
  private struct Value {
    var name: String
    var height: Int
    var width: Int
    var channels: Int
    /// The largest magnitude of an integer; nil for bits.
    var magnitude: Int?

    /// What it adds to a sum at most.
    var reach: Int { magnitude ?? 1 }
  }

  private var random: SplitMix64
  private var layers: [String] = []

  public static func document(using random: inout SplitMix64) -> String {
    var network = RandomBranchNetwork(random: random)
    let text = network.text()
    random = network.random
    return text
  }

  private init(random: SplitMix64) {
    self.random = random
  }

  private mutating func text() -> String {
    let isBits = pick(1...3) > 1
    var value = Value(
      name: "input", height: pick(1...4), width: pick(1...4), channels: pick(1...4),
      magnitude: isBits ? nil : 255)
    let kind =
      isBits ? #""type": "bit""# : #""type": "uint8", "encoding": {"kind": "identity"}"#
    let shape = "[\(value.height), \(value.width), \(value.channels)]"
    if !isBits, pick(1...2) == 1 { value = sign(conv(value)) }
    for _ in 0..<pick(1...2) { value = block(value, depth: 0) }
    switch pick(1...4) {
    case 1: break
    case 2 where value.channels > 1:
      if value.magnitude == nil { value = conv(value, channels: 3) }
      append(#""kind": "argmax""#, reading: [value])
    default:
      if let magnitude = value.magnitude, magnitude > 1 << 12 { value = sign(value) }
      let (units, columns) = (pick(1...5), value.height * value.width * value.channels)
      let weights = RandomNetwork.weights(rows: units, columns: columns, using: &random)
      append(
        #""kind": "binary_dense", "units": \#(units), "weights": \#(weights)"#, reading: [value])
    }
    if layers.isEmpty { _ = sign(conv(value)) }
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random",
       "input": {"shape": \(shape), \(kind)},
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  /// Two ways from a value that join again.
  private mutating func block(_ value: Value, depth: Int) -> Value {
    let left = way(value, depth: depth)
    let right = pick(1...3) == 1 ? value : way(value, depth: depth)
    var joined: Value
    switch pick(1...4) {
    case 1 where (left.magnitude == nil) == (right.magnitude == nil): joined = concat(left, right)
    case 2: joined = concat(sign(left), sign(right))
    default: joined = add(left, right)
    }
    // Sums go on as they are now and then.
    let isKept = joined.reach < 1 << 10 && pick(1...4) == 1
    if !isKept { joined = sign(joined) }
    // Within a block the other way would stay larger.
    if depth == 0, pick(1...3) == 1 { joined = pool(joined) }
    return joined
  }

  /// Layers that keep height and width.
  private mutating func way(_ value: Value, depth: Int) -> Value {
    var value = value
    for _ in 0..<pick(1...2) {
      switch pick(1...6) {
      case 1 where depth < 2: value = block(value, depth: depth + 1)
      case 2 where value.reach < 1 << 12: value = scaled(value)
      case 3 where value.magnitude == nil || value.reach < 1 << 12:
        value = conv(value)
      default: value = sign(conv(value))
      }
    }
    return value
  }

  private mutating func add(_ left: Value, _ right: Value) -> Value {
    var right = right
    if right.channels != left.channels { right = conv(right, channels: left.channels) }
    // The limit of sums.
    if left.reach > 1 << 24 || right.reach > 1 << 24 { return sign(left) }
    return append(
      #""kind": "add""#, reading: [left, right], channels: left.channels,
      magnitude: left.reach + right.reach)
  }

  private mutating func concat(_ left: Value, _ right: Value) -> Value {
    append(
      #""kind": "concat""#, reading: [left, right], channels: left.channels + right.channels,
      magnitude: left.magnitude.map { max($0, right.reach) })
  }

  private mutating func conv(_ value: Value, channels: Int? = nil) -> Value {
    var value = value
    if value.reach > 1 << 12 { value = sign(value) }
    let kernel = pick(1...3)
    let padding = ["[0, 0, 0, 0]", "[0, 1, 1, 0]", "[1, 1, 1, 1]"][kernel - 1]
    let synapses = kernel * kernel * value.channels
    let filters = channels ?? pick(1...4)
    // Exact zeros of an odd number of bits need a sign behind, which is not known here.
    let padded = value.magnitude == nil ? ["-1", "+1", "odd_even"][pick(0...2)] : "0"
    let weights = RandomNetwork.weights(rows: filters, columns: synapses, using: &random)
    return append(
      #""kind": "binary_conv", "filters": \#(filters), "kernel": \#(kernel), "#
        + #""padding": \#(padding), "padding_value": "\#(padded)", "weights": \#(weights)"#,
      reading: [value], channels: filters, magnitude: synapses * value.reach)
  }

  private mutating func scaled(_ value: Value) -> Value {
    var value = value
    if value.magnitude == nil { value = conv(value) }
    if value.reach > 1 << 12 { return value }
    let (scale, bias) = (pick(-9...9), pick(-99...99))
    return append(
      #""kind": "scale_bias", "fraction_bits": 2, "scale": \#(scale), "bias": \#(bias)"#,
      reading: [value], channels: value.channels,
      magnitude: 4 * (abs(scale) * value.reach + abs(bias)))
  }

  /// Bits as they are.
  private mutating func sign(_ value: Value) -> Value {
    guard let magnitude = value.magnitude else { return value }
    let bound = pick(-magnitude...magnitude)
    let sense = pick(1...2) == 1 ? ">=" : "<="
    return append(
      #""kind": "threshold", "thresholds": \#(bound), "sense": "\#(sense)""#, reading: [value],
      channels: value.channels, magnitude: nil)
  }

  private mutating func pool(_ value: Value) -> Value {
    let (ky, kx) = (min(2, value.height), min(2, value.width))
    var pooled = append(
      #""kind": "max_pool", "kernel": [\#(ky), \#(kx)]"#, reading: [value],
      channels: value.channels, magnitude: value.magnitude)
    pooled.height = value.height / ky
    pooled.width = value.width / kx
    return pooled
  }

  @discardableResult
  private mutating func append(
    _ keys: String, reading inputs: [Value], channels: Int = 1, magnitude: Int? = nil
  ) -> Value {
    let name = "l\(layers.count)"
    let names = inputs.map { "\"\($0.name)\"" }.joined(separator: ", ")
    layers.append(#"{"name": "\#(name)", "inputs": [\#(names)], \#(keys)}"#)
    return Value(
      name: name, height: inputs[0].height, width: inputs[0].width, channels: channels,
      magnitude: magnitude)
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
