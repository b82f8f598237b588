internal import BNNIR

// Quantization to integers (QONNX): of one bit a binarizer, of pixels a table, else nothing that a
// binarized network could have.
extension Streamliner {
  /// (clip(round(x / scale + zero)) − zero) · scale
  fileprivate struct Quantization {
    let scale: Rational
    let zero: Rational
    let low: Int
    let high: Int
    let rounding: String
    /// One bit with a sign is −1 or +1, not −1 or 0.
    let isBipolar: Bool
  }

  mutating func lowerQuant(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let quantization = try quantization(of: call)
    let activation = try call.activation(0)
    let scale = ExactNumber(quantization.scale)
    let zero = ExactNumber(quantization.zero)
    guard
      let function = activation.function.followed(
        byScale: [ExactNumber(Rational.one / quantization.scale)], offset: [zero])
    else { throw .twoRoots }
    var scaled = activation
    scaled.function = function
    if quantization.isBipolar {
      let levels = [-1, 1].map {
        ExactNumber((Rational($0) - quantization.zero) * quantization.scale)
      }
      return .activation(
        try binarize(
          scaled, isStrict: false, low: [levels[0]], high: [levels[1]], by: call.node))
    }
    if quantization.high - quantization.low == 1 {
      return try .activation(binarize(scaled, quantization, by: call.node))
    }
    if let table = try pixelTable(
      scaled, { (value) throws(Refusal) in try quantization.level(of: value) })
    {
      return .activation(
        table.with(
          ChannelFunction(
            scale: [scale], offset: [ExactNumber(-quantization.zero * quantization.scale)]),
          folding: call.node))
    }
    if try isExact(scaled, quantization) { return .activation(activation) }
    throw .multiBit(quantization.high - quantization.low + 1)
  }

  private func quantization(of call: OperatorCall) throws(Refusal) -> Quantization {
    var numbers: [Double] = []
    for (index, meaning) in [(1, "scale"), (2, "zero point"), (3, "bit width")] {
      let tensor = try call.constant(index, meaning)
      guard Set(tensor.values).count == 1, let value = tensor.values.first else {
        throw Refusal(
          id: "onnx.per-channel", "the \(meaning) differs between channels, but expected one number"
        )
      }
      numbers.append(value)
    }
    guard numbers[0] > 0, let bits = Int(exactly: numbers[2]), (1...32).contains(bits) else {
      throw Refusal(
        id: "onnx.quantization",
        "scale \(numbers[0]) and bit width \(numbers[2]), but expected a scale above 0 and 1 to 32 bits"
      )
    }
    let isSigned = call.node.integer("signed") ?? 1 == 1
    let narrow = call.node.integer("narrow") ?? 0
    let rounding = call.node.text("rounding_mode") ?? "ROUND"
    return Quantization(
      scale: Rational(numbers[0]), zero: Rational(numbers[1]),
      low: isSigned ? -(1 << (bits - 1)) + narrow : 0,
      high: isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 - narrow,
      rounding: rounding.uppercased(), isBipolar: bits == 1 && isSigned)
  }

  /// The upper level is reached from halfway on; where halves round to even, odd levels begin behind it.
  private mutating func binarize(
    _ activation: Activation, _ quantization: Quantization, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let bound: Double
    let isStrict: Bool
    switch quantization.rounding {
    case "ROUND": (bound, isStrict) = (Double(quantization.high) - 0.5, quantization.high % 2 != 0)
    case "FLOOR": (bound, isStrict) = (Double(quantization.high), false)
    case "CEIL": (bound, isStrict) = (Double(quantization.high) - 1, true)
    default: throw .rounding(quantization.rounding)
    }
    var compared = activation
    let difference = activation.function.followed(
      byScale: [.one], offset: [ExactNumber(-bound)])
    guard let difference else { throw .twoRoots }
    compared.function = difference
    let levels = [quantization.low, quantization.high].map { level in
      ExactNumber((Rational(level) - quantization.zero) * quantization.scale)
    }
    return try binarize(
      compared, isStrict: isStrict, low: [levels[0]], high: [levels[1]], by: node)
  }

  /// Whether every value that the function can have is a level already.
  private func isExact(
    _ activation: Activation, _ quantization: Quantization
  ) throws(Refusal) -> Bool {
    guard let affine = activation.function.affine else { return false }
    let layer = network.layers[activation.layer]
    let ends: [Int]
    switch layer.values {
    case .bits: ends = [-1, 1]
    case .integers(let range, let step):
      ends = [range.lowerBound, range.lowerBound + step, range.upperBound]
    case .classIndex: return false
    }
    let count = max(affine.scale.count, affine.offset.count)
    return (0..<count).allSatisfy { channel in
      ends.allSatisfy { end in
        guard
          let value = activation.function.value(at: end, channel: channel)?.fraction, value.isWhole
        else { return false }
        return Rational(quantization.low) <= value && value <= Rational(quantization.high)
      }
    }
  }

  /// Pixels through a table, where nothing else reads them and all channels have one function; nil
  /// where that is not so.
  mutating func pixelTable(
    _ activation: Activation, _ level: (ExactNumber) throws(Refusal) -> Int
  ) throws(Refusal) -> Activation? {
    let input = network.input
    guard activation.layer == 0, case .identity = input.encoding, input.pixels != .bit,
      !network.isRead(0), activation.function.isUniform
    else { return nil }
    var table: [Int32] = []
    for byte in 0...255 {
      let pixel = input.pixels == .int8 ? Int(Int8(truncatingIfNeeded: byte)) : byte
      guard let value = activation.function.value(at: pixel, channel: 0) else { throw .twoRoots }
      guard let entry = Int16(exactly: try level(value)) else {
        throw Refusal(
          id: "onnx.quantization", "pixels become integers of more than 16 bits")
      }
      table.append(Int32(entry))
    }
    let isIdentity = table.indices.allSatisfy { index in
      Int(table[index])
        == (input.pixels == .int8 ? Int(Int8(truncatingIfNeeded: index)) : index)
    }
    let values = table.map { Int($0) }
    let range = (values.min() ?? 0)...(values.max() ?? 0)
    network.setInput(
      isIdentity ? input : input.with(.table(table)), .integers(range, step: 1))
    var result = Activation(layer: 0, axes: activation.axes)
    result.folded = activation.folded
    return result
  }
}

extension Streamliner.Quantization {
  /// Halves go to the even neighbour.
  fileprivate func level(of value: ExactNumber) throws(Refusal) -> Int {
    guard let fraction = value.fraction else { throw .twoRoots }
    let below = fraction.floor
    let rest = fraction - Rational(below)
    let isUp: Bool
    switch rounding {
    case "ROUND":
      let half = (rest - Rational(0.5)).signum
      isUp = half > 0 || half == 0 && below % 2 != 0
    case "FLOOR": isUp = false
    case "CEIL": isUp = rest.signum > 0
    default: throw .rounding(rounding)
    }
    return min(max(below + (isUp ? 1 : 0), low), high)
  }
}

extension Refusal {
  fileprivate static func rounding(_ mode: String) -> Refusal {
    Refusal(
      id: "onnx.quantization",
      "the rounding mode \(UserText.quoted(mode)) is unknown, but expected 'ROUND', 'FLOOR' or 'CEIL'"
    )
  }
}
