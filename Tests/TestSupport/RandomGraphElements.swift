internal import BNNIR

// Layers that treat every integer by itself.
extension RandomGraphNetwork {
  @discardableResult
  mutating func sign(_ value: Value) -> Value {
    append(#""kind": "sign", "zero": \#(pick(1...2) == 1 ? 1 : -1)"#, reading: [value])
  }

  /// With the sign of what it gives.
  @discardableResult
  mutating func batchNorm(_ value: Value, hasTwoSigns: Bool = false) -> Value {
    let gammas = perChannel(value) { "\(Double($0.pick(-4...4)) / 2)" }
    let betas = perChannel(value) { "\(Double($0.pick(-8...8)) / 4)" }
    let means = perChannel(value) { "\(Double($0.pick(2 * value.low...2 * value.high)) / 2)" }
    let variances = perChannel(value) { "\(Double($0.pick(0...16)) / 2)" }
    let normalized = append(
      #""kind": "batch_norm", "gamma": \#(gammas), "beta": \#(betas), "mean": \#(means), "#
        + #""variance": \#(variances), "epsilon": 0.001"#, reading: [value])
    hideNewest()
    if hasTwoSigns { sign(normalized) }
    return sign(normalized)
  }

  @discardableResult
  mutating func threshold(_ value: Value) -> Value {
    let bounds = perChannel(value) { "\($0.pick(value.low - 2...value.high + 2))" }
    let senses = perChannel(value) { $0.pickSense() }
    return append(
      #""kind": "threshold", "thresholds": \#(bounds), "sense": \#(senses)"#, reading: [value])
  }

  mutating func multiThreshold(_ value: Value) {
    let count = pick(1...7)
    let thresholds = perChannel(value) { network in
      let bounds = (0..<count).map { _ in network.pick(value.low - 1...value.high + 1) }.sorted()
      return "[\(bounds.map(String.init).joined(separator: ", "))]"
    }
    let senses = perChannel(value) { $0.pickSense() }
    append(
      #""kind": "multi_threshold", "thresholds": \#(thresholds), "sense": \#(senses)"#,
      reading: [value], range: 0...count)
  }

  mutating func pickSense() -> String { pick(1...2) == 1 ? #"">=""# : #""<=""# }

  /// Now and then above all bits that there are.
  mutating func bitPlane(_ value: Value) {
    let bits = Int.bitWidth - value.reach.leadingZeroBitCount
    append(#""kind": "bit_plane", "bit": \#(pick(0...min(31, bits + 1)))"#, reading: [value])
  }

  mutating func requantize(_ value: Value) {
    let shift = pick(1...3) == 1 ? 0 : pick(0...6)
    let rounding = ["half_up", "half_even", "floor"][pick(0...2)]
    let (low, high) = (value.low >> shift, value.high >> shift + 1)
    // Now and then past everything that comes.
    let minimum = pick(1...2) == 1 ? pick(low - 2...high + 2) : nil
    let least = minimum ?? low - 2
    let maximum = pick(1...2) == 1 ? pick(least...max(least, high + 2)) : nil
    var keys = #""kind": "requantize", "shift": \#(shift), "rounding": "\#(rounding)""#
    if let minimum { keys += #", "minimum": \#(minimum)"# }
    if let maximum { keys += #", "maximum": \#(maximum)"# }
    let clipped = [low, high].map { max(min($0, maximum ?? $0), minimum ?? $0) }
    append(keys, reading: [value], range: clipped[0]...clipped[1])
  }

  mutating func prelu(_ source: Value) {
    let value = multipliable(source)
    let fractionBits = pick(0...4)
    let slopes = perChannel(value) { "\(Double($0.pick(-200...200)) / 128)" }
    // Slopes are below 2, which rounding may reach.
    let reach = value.reach << (fractionBits + 1)
    append(
      #""kind": "prelu", "slope": \#(slopes), "fraction_bits": \#(fractionBits)"#,
      reading: [value], range: -reach...reach)
  }

  @discardableResult
  mutating func scaleBias(_ source: Value) -> Value {
    let value = multipliable(source)
    let fractionBits = pick(0...4)
    let scales = perChannel(value) { "\(Double($0.pick(-99...99)) / 16)" }
    let biases = perChannel(value) { "\($0.pick(-999...999))" }
    let reach = (7 * value.reach + 999) << fractionBits
    return append(
      #""kind": "scale_bias", "scale": \#(scales), "bias": \#(biases), "#
        + #""fraction_bits": \#(fractionBits)"#,
      reading: [value], range: -reach...reach)
  }

  /// Integers that leave room for a factor.
  private mutating func multipliable(_ value: Value) -> Value { narrow(value, below: 1 << 20) }

  mutating func argMax(_ value: Value) {
    append(#""kind": "argmax""#, reading: [value])
  }
}
