public import BNNIR

/// Random convolutional networks as document text: kernels, strides, dilations, paddings, groups,
/// pools on both sides of the sign, one-dimensional and tiny maps, every kind of input and end.
public struct RandomConvNetwork {
  /// How many channels the input can have, and how high and wide its map and a kernel can be.
  public struct Sizes: Sendable {
    fileprivate let channels: [Int]
    fileprivate let largestMap: Int
    fileprivate let largestKernel: Int
    /// Whether most matrices have weights of more than one bit.
    fileprivate var hasIntegerWeights = false
    /// Whether the kernels of each convolution are drawn from few.
    fileprivate var hasFewKernels = false

    /// Quick to simulate.
    public static let small = Sizes(channels: Array(1...9), largestMap: 8, largestKernel: 4)
    /// With integer weights among the others; sums that are not followed by a sign.
    public static let integers = Sizes(
      channels: Array(1...9), largestMap: 8, largestKernel: 4, hasIntegerWeights: true)
    /// With convolutions whose kernels are among two to four.
    public static let fewKernels = Sizes(
      channels: Array(4...16), largestMap: 6, largestKernel: 5, hasFewKernels: true)
    /// Pixels of less than a word, of whole words and of more.
    public static let wide = Sizes(
      channels: [1, 3, 63, 64, 65, 128, 130], largestMap: 12, largestKernel: 5)
  }

  private let sizes: Sizes
  private var random: SplitMix64
  private var layers: [String] = []
  private var height: Int
  private var width: Int
  private var channels: Int
  private var isBits: Bool
  /// The largest magnitude of a value that the next layer reads.
  private var magnitude = 1

  public static func document(
    _ sizes: Sizes = .small, using random: inout SplitMix64
  ) -> String {
    var network = RandomConvNetwork(sizes, random: random)
    let text = network.text()
    random = network.random
    return text
  }

  private init(_ sizes: Sizes, random: SplitMix64) {
    self.sizes = sizes
    self.random = random
    height = 0
    width = 0
    channels = 0
    isBits = true
    let isLine = pick(1...5) == 1
    height = isLine ? 1 : pick(1...sizes.largestMap)
    width = pick(isLine ? 3...16 : 1...sizes.largestMap)
    channels = sizes.channels[pick(0...sizes.channels.count - 1)]
  }

  private mutating func text() -> String {
    let shape = "[\(height), \(width), \(channels)]"
    let input = self.input(shape)
    for index in 0..<pick(1...3) { appendBlock(index) }
    if pick(1...3) > 1 {
      let classes = pick(2...6)
      let columns = height * width * channels
      let largest = pickLargestWeight(columns)
      layers.append(
        largest.map {
          RandomNetwork.integerDense(
            "last", units: classes, columns: columns, largest: $0, using: &random)
        } ?? RandomNetwork.dense("last", units: classes, columns: columns, using: &random))
      layers += RandomNetwork.head(classes: classes, using: &random)
    } else if !isBits || pick(1...2) == 1 {
      appendConv("last")
      if channels > 1, pick(1...2) == 1 {
        layers.append(#"{"name": "class", "kind": "argmax"}"#)
      }
    }
    return """
      {"format": "bnn-hw-network", "version": 1, "name": "random", "input": \(input),
       "layers": [
         \(layers.joined(separator: ",\n   "))
       ]}
      """
  }

  private mutating func input(_ shape: String) -> String {
    let input = RandomInput(using: &random)
    channels *= input.channelsPerElement
    if let range = input.range { setIntegers(max(-range.lowerBound, range.upperBound)) }
    return #"{"shape": \#(shape), \#(input.keys)}"#
  }

  private mutating func setIntegers(_ magnitude: Int) {
    isBits = false
    self.magnitude = magnitude
  }

  /// A convolution and a sign, with a pool before, between or behind them.
  private mutating func appendBlock(_ index: Int) {
    let pool = pick(1...7)
    if pool == 6 { appendSum("sum\(index)") }
    if pool == 1, isBits || pick(1...3) == 1 { appendPool("before\(index)", padded: true) }
    let synapses = appendConv("conv\(index)")
    let reach = synapses * magnitude
    isBits = false
    if sizes.hasIntegerWeights, reach < 1 << 10, pick(1...3) == 1 {
      magnitude = reach
      return
    }
    if pool == 2 { appendPool("between\(index)", padded: true) }
    layers += RandomNetwork.activation(
      index, channels: channels, synapses: reach, using: &random)
    isBits = true
    magnitude = 1
    if pool == 3 { appendPool("behind\(index)", padded: true) }
    if pool == 7 { appendMajority("majority\(index)") }
  }

  /// An average pool without its division; sometimes of the whole map.
  private mutating func appendSum(_ name: String) {
    let isGlobal = pick(1...3) == 1
    let window =
      isGlobal
      ? RandomWindow.whole(height: height, width: width)
      : pickWindow(padded: !isBits && pick(1...3) == 1)
    guard magnitude * window.taps < 1 << 12 else { return }
    layers.append(#"{"name": "\#(name)", "kind": "sum_pool", \#(window.keys)}"#)
    height = window.height
    width = window.width
    setIntegers(magnitude * window.taps)
  }

  /// The sign of an average.
  private mutating func appendMajority(_ name: String) {
    appendSum(name)
    guard !isBits else { return }
    layers += RandomNetwork.activation(
      100 + layers.count, channels: channels, synapses: magnitude, using: &random)
    isBits = true
    magnitude = 1
  }

  /// The largest weight of a matrix of integers; nil where weights are ±1. Sums stay within 2^20.
  private mutating func pickLargestWeight(_ synapses: Int) -> Int? {
    guard sizes.hasIntegerWeights, pick(1...3) > 1 else { return nil }
    return min([1, 2, 7, 100, 32768][pick(0...4)], max(1, (1 << 20) / (synapses * magnitude)))
  }

  /// Returns the synapses of a filter, each counted as often as the largest weight is.
  @discardableResult
  private mutating func appendConv(_ name: String) -> Int {
    let window = pickWindow(padded: pick(1...3) == 1)
    let groups = pickGroups()
    let filters = groups * pick(1...max(1, (sizes.hasFewKernels ? 16 : 8) / groups))
    let synapses = window.taps * channels / groups
    let largest = pickLargestWeight(synapses)
    let weights =
      largest.map {
        RandomNetwork.integers(rows: filters, columns: synapses, largest: $0, using: &random)
      }
      ?? (sizes.hasFewKernels
        ? RandomNetwork.weights(
          rows: filters, channels: channels / groups, taps: window.taps, kernels: pick(2...4),
          using: &random)
        : RandomNetwork.weights(rows: filters, columns: synapses, using: &random))
    let value = isBits ? ["-1", "+1", "odd_even", "0"][pick(0...3)] : "0"
    layers.append(
      #"{"name": "\#(name)", "kind": "\#(largest == nil ? "binary" : "integer")_conv", "#
        + #""filters": \#(filters), \#(window.keys), "#
        + #""padding_value": "\#(value)", "groups": \#(groups), "weights": \#(weights)}"#)
    height = window.height
    width = window.width
    channels = filters
    return synapses * (largest ?? 1)
  }

  private mutating func appendPool(_ name: String, padded: Bool) {
    let window = pickWindow(padded: padded && pick(1...3) == 1)
    layers.append(#"{"name": "\#(name)", "kind": "max_pool", \#(window.keys)}"#)
    height = window.height
    width = window.width
  }

  private mutating func pickGroups() -> Int {
    switch pick(1...4) {
    case 1: channels
    case 2 where channels % 2 == 0: 2
    default: 1
    }
  }

  private mutating func pickWindow(padded: Bool) -> RandomWindow {
    .over(
      height: height, width: width, largestKernel: sizes.largestKernel, padded: padded,
      using: &random)
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
