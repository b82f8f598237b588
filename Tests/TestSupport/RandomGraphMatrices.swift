internal import BNNIR

// Layers with weights, windows and joins.
extension RandomGraphNetwork {
  /// Integers; bits pass a convolution or a pool.
  mutating func integers(_ value: Value, keepsSize: Bool = false) -> Value {
    if value.range != nil { return value }
    let isPooled = pick(1...4) == 1
    let sums =
      isPooled ? sumPool(value, keepsSize: keepsSize) : conv(value, keepsSize: keepsSize)
    return sums.range != nil ? sums : sumPool(sums, keepsSize: keepsSize)
  }

  /// Integers of so few bits that sums of their products stay within theirs.
  mutating func narrow(_ value: Value, below limit: Int = 1 << 10) -> Value {
    if value.reach < limit { return value }
    let shift = Int.bitWidth - value.reach.leadingZeroBitCount - 8
    return append(
      #""kind": "requantize", "shift": \#(shift)"#, reading: [value],
      range: value.low >> shift...value.high >> shift + 1)
  }

  mutating func pickLargestWeight() -> Int { [1, 2, 7, 100, 32768][pick(0...4)] }

  /// - Parameter largestWeight: nil where weights are ±1.
  @discardableResult
  mutating func conv(
    _ source: Value, channels: Int? = nil, largestWeight: Int? = nil, keepsSize: Bool = false
  ) -> Value {
    let value = narrow(source)
    let window = pickWindow(value, keepsSize: keepsSize || pick(1...3) > 1)
    let groups = channels == nil ? pickGroups(value.channels) : 1
    let filters = channels ?? groups * pick(1...max(1, 6 / groups))
    let synapses = window.taps * value.channels / groups
    let padding = value.range == nil ? ["-1", "+1", "odd_even", "0", "0"][pick(0...4)] : "0"
    let largest = largestWeight.map { limited($0, factor: synapses * value.reach) }
    let weights = weights(rows: filters, columns: synapses, largest: largest)
    let reach = synapses * value.reach * (largest ?? 1)
    let sums = append(
      #""kind": "\#(largestWeight == nil ? "binary" : "integer")_conv", "filters": \#(filters), "#
        + #"\#(window.keys), "padding_value": "\#(padding)", "groups": \#(groups), "#
        + #""weights": \#(weights)"#,
      reading: [value], window: window, channels: filters, range: -reach...reach)
    // Exact zeros of an odd number of bits need a sign right behind.
    let isOdd = value.channels / groups % 2 == 1
    guard isOdd, padding == "0", value.range == nil, largestWeight == nil else { return sums }
    hideNewest()
    return pick(1...2) == 1 ? threshold(sums) : batchNorm(sums)
  }

  /// A weight with which sums stay within 21 bits.
  private func limited(_ weight: Int, factor: Int) -> Int {
    min(weight, max(1, (1 << 20) / factor))
  }

  @discardableResult
  mutating func dense(
    _ source: Value, units: Int? = nil, largestWeight: Int? = nil
  ) -> Value {
    let value = narrow(source)
    let units = units ?? pick(1...5)
    let largest = largestWeight.map { limited($0, factor: value.elements * value.reach) }
    let weights = weights(rows: units, columns: value.elements, largest: largest)
    let reach = value.elements * value.reach * (largest ?? 1)
    return append(
      #""kind": "\#(largestWeight == nil ? "binary" : "integer")_dense", "units": \#(units), "#
        + #""weights": \#(weights)"#,
      reading: [value], window: .whole(height: value.height, width: value.width),
      channels: units, range: -reach...reach)
  }

  private mutating func weights(rows: Int, columns: Int, largest: Int?) -> String {
    largest.map {
      RandomNetwork.integers(rows: rows, columns: columns, largest: $0, using: &random)
    } ?? RandomNetwork.weights(rows: rows, columns: columns, using: &random)
  }

  private mutating func pickGroups(_ channels: Int) -> Int {
    switch pick(1...5) {
    case 1: channels
    case 2 where channels % 2 == 0: 2
    default: 1
    }
  }

  private mutating func pickWindow(_ value: Value, keepsSize: Bool) -> RandomWindow {
    keepsSize
      ? .keeping(
        height: value.height, width: value.width, largestKernel: 3, padded: pick(1...4) > 1,
        using: &random)
      : .over(
        height: value.height, width: value.width, largestKernel: 3, padded: pick(1...2) == 1,
        using: &random)
  }

  @discardableResult
  mutating func maxPool(_ value: Value) -> Value {
    pool(value, pickWindow(value, keepsSize: pick(1...3) == 1), isSum: false)
  }

  /// Bits are pooled without padding.
  @discardableResult
  mutating func sumPool(_ source: Value, keepsSize: Bool = false) -> Value {
    let value = narrow(source)
    let window =
      keepsSize || pick(1...3) == 1
      ? RandomWindow.keeping(
        height: value.height, width: value.width, largestKernel: 3, padded: value.range != nil,
        using: &random)
      : RandomWindow.over(
        height: value.height, width: value.width, largestKernel: 3,
        padded: value.range != nil && pick(1...2) == 1, using: &random)
    return pool(value, window, isSum: true)
  }

  mutating func pool(_ value: Value, _ window: RandomWindow, isSum: Bool) -> Value {
    // With padding fewer taps count, some windows have none.
    let reach = window.taps * value.reach
    return append(
      #""kind": "\#(isSum ? "sum" : "max")_pool", \#(window.keys)"#, reading: [value],
      window: window, range: isSum ? -reach...reach : value.range)
  }

  mutating func add(_ left: Value, _ right: Value) {
    let left = narrow(left, below: 1 << 24)
    let right = narrow(matched(right, to: left), below: 1 << 24)
    append(
      #""kind": "add""#, reading: [left, right],
      range: left.low + right.low...left.high + right.high)
  }

  mutating func gatedAdd(_ left: Value, _ right: Value) {
    let left = narrow(left, below: 1 << 24)
    let right = narrow(matched(right, to: left), below: 1 << 24)
    let bounds = perChannel(left) { "\($0.pick(left.low - 2...left.high + 2))" }
    let senses = perChannel(left) { $0.pickSense() }
    append(
      #""kind": "gated_add", "thresholds": \#(bounds), "sense": \#(senses)"#,
      reading: [left, right],
      range: left.low + min(right.low, 0)...left.high + max(right.high, 0))
  }

  /// Bits beside integers become these, or the other way around.
  mutating func concat(_ left: Value, _ right: Value) {
    var (left, right) = (left, right)
    if (left.range == nil) != (right.range == nil) {
      if left.range != nil { left = threshold(left) }
      if right.range != nil { right = threshold(right) }
    }
    let range = left.range.map { _ in min(left.low, right.low)...max(left.high, right.high) }
    let both = append(
      #""kind": "concat""#, reading: [left, right], channels: left.channels + right.channels,
      range: range)
    if both.channels > 8 { select(both, count: pick(1...8)) }
  }

  /// The value with as many channels as another one.
  private mutating func matched(_ value: Value, to other: Value) -> Value {
    if value.channels == other.channels { return value }
    if pick(1...2) == 1 { return select(value, count: other.channels) }
    return conv(value, channels: other.channels, keepsSize: true)
  }

  @discardableResult
  mutating func select(_ value: Value, count: Int? = nil) -> Value {
    let count = count ?? pick(1...2 * value.channels)
    let channels = (0..<count).map { _ in pick(0...value.channels - 1) }
    return append(
      #""kind": "select", "channels": \#(channels)"#, reading: [value], channels: count,
      range: value.range)
  }
}
