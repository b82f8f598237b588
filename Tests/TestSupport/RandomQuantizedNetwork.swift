public import BNNIR

/// Random networks of integers between their matrices, as document text: maps that are rounded,
/// clipped and bent, and branches that join again.
public struct RandomQuantizedNetwork {
  /// A layer's values.
  private struct Value {
    var name: String
    var height: Int
    var width: Int
    var channels: Int
    /// What integers lie within; nil for bits.
    var range: ClosedRange<Int>?

    /// What it adds to a sum at most.
    var reach: Int { range.map { max(-$0.lowerBound, $0.upperBound, 1) } ?? 1 }
  }

  private var random: SplitMix64
  private var layers: [String] = []

  public static func document(using random: inout SplitMix64) -> String {
    var network = RandomQuantizedNetwork(random: random)
    let text = network.text()
    random = network.random
    return text
  }

  private init(random: SplitMix64) {
    self.random = random
  }

  private mutating func text() -> String {
    let isSigned = pick(1...2) == 1
    var value = Value(
      name: "input", height: pick(1...4), width: pick(1...4), channels: pick(1...6),
      range: isSigned ? -128...127 : 0...255)
    let shape = "[\(value.height), \(value.width), \(value.channels)]"
    for _ in 0..<pick(2...6) { value = step(value) }
    switch pick(1...4) {
    case 1: break
    case 2 where value.channels > 1 && value.range != nil: append(argMax, reading: [value])
    default: value = dense(narrow(value))
    }
    if layers.isEmpty { value = requantize(value) }
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random",
       "input": {"shape": \(shape), "type": "\(isSigned ? "int8" : "uint8")",
                 "encoding": {"kind": "identity"}},
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  private let argMax = #""kind": "argmax""#

  /// One layer more, or a branch.
  private mutating func step(_ value: Value) -> Value {
    if value.range == nil { return pick(1...4) == 1 ? select(value) : conv(value) }
    switch pick(1...11) {
    case 1: return conv(narrow(value))
    case 2: return shortcut(narrow(value))
    case 3: return pool(narrow(value))
    case 4: return prelu(narrow(value))
    case 5: return levels(value)
    case 6: return bitPlane(value)
    case 7: return select(value)
    case 8: return threshold(value)
    default: return requantize(value)
    }
  }

  /// A value and a layer of it, joined.
  private mutating func shortcut(_ value: Value) -> Value {
    let other = branch(value)
    if other.range == nil || pick(1...2) == 1 { return gatedAdd(value, other) }
    if pick(1...3) == 1 {
      return append(
        #""kind": "concat""#, reading: [value, other], channels: 2 * value.channels,
        range: min(low(value), low(other))...max(high(value), high(other)))
    }
    return append(
      #""kind": "add""#, reading: [value, other],
      range: low(value) + low(other)...high(value) + high(other))
  }

  private mutating func branch(_ value: Value) -> Value {
    switch pick(1...3) {
    case 1: requantize(value)
    case 2: bitPlane(value)
    default: conv(value, channels: value.channels)
    }
  }

  private mutating func gatedAdd(_ value: Value, _ other: Value) -> Value {
    let bounds = perChannel(value) { "\($0.pick($0.low(value) - 2...$0.high(value) + 2))" }
    let senses = perChannel(value) { $0.pick(1...2) == 1 ? #"">=""# : #""<=""# }
    return append(
      #""kind": "gated_add", "thresholds": \#(bounds), "sense": \#(senses)"#,
      reading: [value, other],
      range: low(value) + min(low(other), 0)...high(value) + max(high(other), 0))
  }

  private mutating func requantize(_ value: Value) -> Value {
    let shift = pick(1...3) == 1 ? 0 : pick(0...6)
    let rounding = ["half_up", "half_even", "floor"][pick(0...2)]
    let (low, high) = (self.low(value) >> shift, self.high(value) >> shift + 1)
    // Now and then past everything that comes.
    let minimum = pick(1...2) == 1 ? pick(low - 2...high + 2) : nil
    let least = minimum ?? low - 2
    let maximum = pick(1...2) == 1 ? pick(least...max(least, high + 2)) : nil
    var keys = #""kind": "requantize", "shift": \#(shift), "rounding": "\#(rounding)""#
    if let minimum { keys += #", "minimum": \#(minimum)"# }
    if let maximum { keys += #", "maximum": \#(maximum)"# }
    let clipped = [low, high].map { max(min($0, maximum ?? $0), minimum ?? $0) }
    return append(keys, reading: [value], range: clipped[0]...clipped[1])
  }

  /// Now and then with a scale and a bias behind it.
  private mutating func prelu(_ value: Value) -> Value {
    let fractionBits = pick(0...4)
    let slopes = perChannel(value) { "\(Double($0.pick(-200...200)) / 128)" }
    // Slopes are below 2, which rounding may reach.
    let reach = value.reach << (fractionBits + 1)
    let bent = append(
      #""kind": "prelu", "slope": \#(slopes), "fraction_bits": \#(fractionBits)"#,
      reading: [value], range: -reach...reach)
    if pick(1...2) == 1 || reach >= 1 << 16 { return bent }
    let scales = perChannel(value) { "\($0.pick(-99...99))" }
    let biases = perChannel(value) { "\($0.pick(-999...999))" }
    let bound = 99 * reach + 999
    return append(
      #""kind": "scale_bias", "scale": \#(scales), "bias": \#(biases), "fraction_bits": 0"#,
      reading: [bent], range: -bound...bound)
  }

  private mutating func select(_ value: Value) -> Value {
    let channels = (0..<pick(1...2 * value.channels)).map { _ in pick(0...value.channels - 1) }
    return append(
      #""kind": "select", "channels": \#(channels)"#, reading: [value], channels: channels.count,
      range: value.range)
  }

  /// Now and then above all bits that there are.
  private mutating func bitPlane(_ value: Value) -> Value {
    let bits = Int.bitWidth - value.reach.leadingZeroBitCount
    return append(#""kind": "bit_plane", "bit": \#(pick(0...bits + 1))"#, reading: [value])
  }

  private mutating func threshold(_ value: Value) -> Value {
    let bounds = perChannel(value) { "\($0.pick($0.low(value) - 2...$0.high(value) + 2))" }
    return append(#""kind": "threshold", "thresholds": \#(bounds)"#, reading: [value])
  }

  private mutating func levels(_ value: Value) -> Value {
    let count = pick(1...7)
    let list = { (network: inout RandomQuantizedNetwork) -> String in
      let (low, high) = (network.low(value), network.high(value))
      let bounds = (0..<count).map { _ in network.pick(low - 1...high + 1) }.sorted()
      return "[\(bounds.map(String.init).joined(separator: ", "))]"
    }
    let thresholds = perChannel(value, list)
    let senses = perChannel(value) { $0.pick(1...2) == 1 ? #"">=""# : #""<=""# }
    return append(
      #""kind": "multi_threshold", "thresholds": \#(thresholds), "sense": \#(senses)"#,
      reading: [value], range: 0...count)
  }

  /// One number for all channels, or one for each.
  private mutating func perChannel(
    _ value: Value, _ number: (inout RandomQuantizedNetwork) -> String
  ) -> String {
    if pick(1...3) == 1 { return number(&self) }
    return "[\((0..<value.channels).map { _ in number(&self) }.joined(separator: ", "))]"
  }

  private mutating func conv(_ value: Value, channels: Int? = nil) -> Value {
    let kernel = pick(1...3)
    let padding = ["[0, 0, 0, 0]", "[0, 1, 1, 0]", "[1, 1, 1, 1]"][kernel - 1]
    let synapses = kernel * kernel * value.channels
    let filters = channels ?? pick(1...6)
    let padded = value.range == nil ? "+1" : "0"
    let weights = RandomNetwork.weights(rows: filters, columns: synapses, using: &random)
    let reach = synapses * value.reach
    return append(
      #""kind": "binary_conv", "filters": \#(filters), "kernel": \#(kernel), "#
        + #""padding": \#(padding), "padding_value": "\#(padded)", "weights": \#(weights)"#,
      reading: [value], channels: filters, range: -reach...reach)
  }

  private mutating func dense(_ value: Value) -> Value {
    let (units, columns) = (pick(1...5), value.height * value.width * value.channels)
    let weights = RandomNetwork.weights(rows: units, columns: columns, using: &random)
    return append(
      #""kind": "binary_dense", "units": \#(units), "weights": \#(weights)"#, reading: [value])
  }

  private mutating func pool(_ value: Value) -> Value {
    let (ky, kx) = (min(2, value.height), min(2, value.width))
    let isSum = pick(1...2) == 1
    let taps = isSum ? ky * kx : 1
    var pooled = append(
      #""kind": "\#(isSum ? "sum_pool" : "max_pool")", "kernel": [\#(ky), \#(kx)]"#,
      reading: [value], range: low(value) * taps...high(value) * taps)
    pooled.height = value.height / ky
    pooled.width = value.width / kx
    return pooled
  }

  /// Integers of few enough bits for sums of them.
  private mutating func narrow(_ value: Value) -> Value {
    if value.reach < 1 << 12 { return value }
    let shift = Int.bitWidth - value.reach.leadingZeroBitCount - 8
    return append(
      #""kind": "requantize", "shift": \#(shift)"#, reading: [value],
      range: low(value) >> shift...high(value) >> shift + 1)
  }

  private func low(_ value: Value) -> Int { value.range?.lowerBound ?? -1 }
  private func high(_ value: Value) -> Int { value.range?.upperBound ?? 1 }

  @discardableResult
  private mutating func append(
    _ keys: String, reading inputs: [Value], channels: Int? = nil, range: ClosedRange<Int>? = nil
  ) -> Value {
    let name = "l\(layers.count)"
    let names = inputs.map { "\"\($0.name)\"" }.joined(separator: ", ")
    layers.append(#"{"name": "\#(name)", "inputs": [\#(names)], \#(keys)}"#)
    return Value(
      name: name, height: inputs[0].height, width: inputs[0].width,
      channels: channels ?? inputs[0].channels, range: range)
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
