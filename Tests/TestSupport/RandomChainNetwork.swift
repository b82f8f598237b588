public import BNNIR

/// Random networks of what a shared engine computes, as document text: convolutions and dense
/// layers of bits with thresholds, with and without pools, behind an input of bits or a first layer
/// of integers.
public struct RandomChainNetwork {
  private var random: SplitMix64
  private var layers: [String] = []
  private var height: Int
  private var width: Int
  private var channels: Int

  public static func document(using random: inout SplitMix64) -> String {
    var network = RandomChainNetwork(random: random)
    let text = network.text()
    random = network.random
    return text
  }

  private init(random: SplitMix64) {
    self.random = random
    height = 0
    width = 0
    channels = 0
    height = pick(1...9)
    width = pick(1...9)
    channels = pick(1...20)
  }

  private mutating func text() -> String {
    let shape = "[\(height), \(width), \(channels)]"
    let input: String
    if pick(1...3) == 1 {
      input = #"{"shape": \#(shape), "type": "uint8", "encoding": {"kind": "identity"}}"#
      appendConv("first", padding: "0", reach: 255)
    } else {
      input = #"{"shape": \#(shape), "type": "bit"}"#
    }
    for index in 0..<pick(0...3) {
      appendConv("conv\(index)", padding: ["-1", "+1", "odd_even"][pick(0...2)], reach: 1)
      if pick(1...3) == 1 { appendPool("pool\(index)") }
    }
    for index in 0..<pick(0...2) {
      let columns = height * width * channels
      (height, width, channels) = (1, 1, pick(1...30))
      layers.append(
        RandomNetwork.dense("fc\(index)", units: channels, columns: columns, using: &random))
      appendActivation(synapses: columns)
    }
    if pick(1...4) > 1 || layers.isEmpty {
      let classes = pick(2...9)
      layers.append(
        RandomNetwork.dense(
          "last", units: classes, columns: height * width * channels, using: &random))
      layers += RandomNetwork.head(classes: classes, using: &random)
    }
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random", "input": \(input),
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  private mutating func appendConv(_ name: String, padding: String, reach: Int) {
    let isPadded = pick(1...2) == 1
    let rows = axis(height, isPadded: isPadded)
    let columns = axis(width, isPadded: isPadded)
    let filters = pick(1...24)
    let synapses = rows.kernel * columns.kernel * channels
    let weights = RandomNetwork.weights(rows: filters, columns: synapses, using: &random)
    layers.append(
      #"{"name": "\#(name)", "kind": "binary_conv", "filters": \#(filters), "#
        + #""kernel": [\#(rows.kernel), \#(columns.kernel)], "#
        + #""stride": [\#(rows.stride), \#(columns.stride)], "#
        + #""dilation": [\#(rows.dilation), \#(columns.dilation)], "#
        + #""padding": [\#(rows.before), \#(rows.after), \#(columns.before), "#
        + #"\#(columns.after)], "padding_value": "\#(padding)", "weights": \#(weights)}"#)
    (height, width, channels) = (rows.size, columns.size, filters)
    appendActivation(synapses: synapses * reach)
  }

  private mutating func appendPool(_ name: String) {
    let rows = axis(height, isPadded: false)
    let columns = axis(width, isPadded: false)
    let size = { (axis: Axis, of: Int) in (of - axis.kernel) / axis.stride + 1 }
    layers.append(
      #"{"name": "\#(name)", "kind": "max_pool", "kernel": [\#(rows.kernel), "#
        + #"\#(columns.kernel)], "stride": [\#(rows.stride), \#(columns.stride)]}"#)
    (height, width) = (size(rows, height), size(columns, width))
  }

  private mutating func appendActivation(synapses: Int) {
    layers += RandomNetwork.activation(
      layers.count, channels: channels, synapses: synapses, using: &random)
  }

  private struct Axis {
    let kernel: Int
    let stride: Int
    let dilation: Int
    let before: Int
    let after: Int
    let size: Int
  }

  private mutating func axis(_ size: Int, isPadded: Bool) -> Axis {
    let kernel = pick(1...min(3, size))
    let dilation = kernel > 1 && (kernel - 1) * 2 < size && pick(1...4) == 1 ? 2 : 1
    let span = (kernel - 1) * dilation + 1
    let before = isPadded ? pick(0...min(2, span - 1)) : 0
    let after = isPadded ? pick(0...min(2, span - 1)) : 0
    let stride = pick(1...4) == 1 ? 2 : 1
    return Axis(
      kernel: kernel, stride: stride, dilation: dilation, before: before, after: after,
      size: (size + before + after - span) / stride + 1)
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
