internal import BNNIR

// How functions become bits.
extension Streamliner {
  /// An activation that is `high` where its function is at least 0, or above 0 if strict, else
  /// `low`.
  ///
  /// Bits stay the bits that they are; integers get a threshold layer, or pixels a threshold
  /// encoding.
  mutating func binarize(
    _ activation: Activation, isStrict: Bool, low: [ExactNumber], high: [ExactNumber],
    by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let layer = network.layers[activation.layer]
    let channels = layer.shape.channels
    switch layer.values {
    case .bits:
      let crossing = Crossing(function: activation.function, range: -1...1, step: 2)
      var ends: [(ExactNumber, ExactNumber)] = []
      let isUniform = activation.function.isUniform && low.count == 1 && high.count == 1
      for channel in 0..<(isUniform ? 1 : channels) {
        let rule = try crossing.rule(of: channel, isStrict: isStrict)
        let levels = (low[low.count == 1 ? 0 : channel], high[high.count == 1 ? 0 : channel])
        ends.append(
          (rule.holds(for: -1) ? levels.1 : levels.0, rule.holds(for: 1) ? levels.1 : levels.0))
      }
      return try activation.with(Self.levels(ends), folding: node)
    case .integers(let range, let step):
      let crossing = Crossing(function: activation.function, range: range, step: step)
      var rules: [Threshold.Rule] = []
      for channel in 0..<(activation.function.isUniform ? 1 : channels) {
        rules.append(try crossing.rule(of: channel, isStrict: isStrict))
      }
      let count = max(low.count, high.count)
      let ends = (0..<count).map {
        (low[low.count == 1 ? 0 : $0], high[high.count == 1 ? 0 : $0])
      }
      return try threshold(activation, rules, levels: ends, by: node)
    case .classIndex:
      throw Refusal(id: "onnx.operand", "a class index is compared", hint: "end with the ArgMax")
    }
  }

  /// An activation whose function has two values in every channel, as bits; nil if it has more.
  mutating func collapsed(
    _ activation: Activation, by node: ONNXNode
  ) throws(Refusal) -> Activation? {
    let layer = network.layers[activation.layer]
    let crossing: Crossing
    switch layer.values {
    case .bits: crossing = Crossing(function: activation.function, range: -1...1, step: 2)
    case .integers(let range, let step):
      crossing = Crossing(function: activation.function, range: range, step: step)
    case .classIndex: return nil
    }
    var rules: [Threshold.Rule] = []
    var ends: [(ExactNumber, ExactNumber)] = []
    for channel in 0..<(activation.function.isUniform ? 1 : layer.shape.channels) {
      guard let (first, second, rule) = try crossing.levels(of: channel) else { return nil }
      rules.append(rule)
      ends.append((first, second))
    }
    if case .bits = layer.values {
      return try activation.with(Self.levels(ends), folding: node)
    }
    // Where a function falls, the larger value is that of the lower arguments.
    for channel in rules.indices where (ends[channel].1 - ends[channel].0)?.signum == -1 {
      rules[channel] = rules[channel].opposite
      ends[channel] = (ends[channel].1, ends[channel].0)
    }
    Self.liftConstants(&rules, &ends)
    return try threshold(activation, rules, levels: ends, by: node)
  }

  /// The activation's function as one affine step, after making bits of it if it takes two values.
  mutating func affine(
    _ activation: Activation, for node: ONNXNode
  ) throws(Refusal) -> (Activation, ChannelFunction.Affine) {
    let isClass =
      if case .classIndex = network.layers[activation.layer].values { true } else { false }
    if let affine = activation.function.affine, !isClass { return (activation, affine) }
    if var bits = try collapsed(activation, by: node), let affine = bits.function.affine {
      bits.border = activation.border
      return (bits, affine)
    }
    if case .classIndex = network.layers[activation.layer].values {
      throw Refusal(id: "onnx.operand", "its input is a class index", hint: "end with the ArgMax")
    }
    let last = activation.folded.last.map { " (behind \($0))" } ?? ""
    throw Refusal(
      id: "onnx.multi-bit",
      "its input has more than two values in a channel\(last), but expected bits or plain sums",
      hint: "binarize before it; if a Sign can meet 0 there, say what sign(0) is with --sign-zero")
  }

  /// Gives channels of one value the levels of the others, if those have common ones and that value
  /// is among them.
  private static func liftConstants(
    _ rules: inout [Threshold.Rule], _ ends: inout [(ExactNumber, ExactNumber)]
  ) {
    guard let levels = ends.first(where: { $0.0 != $0.1 }) else { return }
    for channel in rules.indices where ends[channel].0 == ends[channel].1 {
      if ends[channel].0 == levels.0 {
        (rules[channel], ends[channel]) = (.never, levels)
      } else if ends[channel].0 == levels.1 {
        (rules[channel], ends[channel]) = (.always, levels)
      }
    }
  }

  /// Bits of integers, by rules for each channel, or one for all.
  private mutating func threshold(
    _ activation: Activation, _ rules: [Threshold.Rule], levels: [(ExactNumber, ExactNumber)],
    by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let function = try Self.levels(levels)
    report.fold(activation.folded + [node.title], into: "thresholds", of: node.name)
    var result = Activation(layer: activation.layer, axes: activation.axes, function: function)
    result.folded = []
    if activation.layer == 0, let encoded = encodedInput(rules) {
      network.setInput(encoded.input, .bits)
      result.function =
        encoded.isOpposite
        ? function.negatingArgument(
          of: Array(repeating: true, count: network.layers[0].shape.channels)) : function
      return result
    }
    let channels = network.layers[activation.layer].shape.channels
    result.layer = try network.append(
      .threshold(rules.count == 1 ? Array(repeating: rules[0], count: channels) : rules),
      named: node.name.isGenerated ? node.operation : node.name,
      reading: activation.layer, shape: network.layers[activation.layer].shape, .bits)
    return result
  }

  /// Pixels that enter as bits: if one rule goes for all channels, leaves both bits possible, and
  /// nothing reads the pixels themselves.
  private func encodedInput(
    _ rules: [Threshold.Rule]
  ) -> (input: InputLayer, isOpposite: Bool)? {
    let input = network.input
    guard Set(rules).count == 1, let rule = rules.first, !network.isRead(0),
      case .identity = input.encoding, input.pixels != .bit
    else { return nil }
    switch rule {
    case .atLeast(let bound):
      return (input.with(.threshold(bound)), false)
    case .atMost(let bound):
      return (input.with(.threshold(bound + 1)), true)
    case .always, .never:
      return nil
    }
  }

  /// A function of ±1 with these values at −1 and +1.
  private static func levels(
    _ ends: [(ExactNumber, ExactNumber)]
  ) throws(Refusal) -> ChannelFunction {
    let half = ExactNumber(0.5)
    var scales: [ExactNumber] = []
    var offsets: [ExactNumber] = []
    for (low, high) in ends {
      guard let difference = high - low, let sum = high + low,
        let scale = difference * half, let offset = sum * half
      else { throw .twoRoots }
      scales.append(scale)
      offsets.append(offset)
    }
    return ChannelFunction(scale: scales.asOne, offset: offsets.asOne)
  }
}

extension [ExactNumber] {
  /// One number if all are equal.
  var asOne: [ExactNumber] {
    guard let first, allSatisfy({ $0 == first }) else { return self }
    return [first]
  }
}

extension InputLayer {
  func with(_ encoding: Encoding) -> InputLayer {
    InputLayer(shape: shape, pixels: pixels, encoding: encoding)
  }
}

extension String {
  /// Whether it is the number that stands for the name of a nameless node.
  var isGenerated: Bool { first == "#" }
}
