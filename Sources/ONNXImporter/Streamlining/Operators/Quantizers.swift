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
    let rounding: ExactNumber.Rounding
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
    // A binarizer behind it may leave two of the levels.
    return .activation(try leveled(scaled, quantization, by: call.node))
  }

  private func quantization(of call: OperatorCall) throws(Refusal) -> Quantization {
    let numbers = try Self.parameters(call, ["scale", "zero point", "bit width"])
    guard numbers[0] > 0, let bits = Int(exactly: numbers[2]), (1...32).contains(bits) else {
      throw Refusal(
        id: "onnx.quantization",
        "scale \(numbers[0]) and bit width \(numbers[2]), but expected a scale above 0 and 1 to 32 bits"
      )
    }
    let isSigned = call.node.integer("signed") ?? 1 == 1
    let narrow = call.node.integer("narrow") ?? 1
    let rounding = try Self.rounding(call, default: .nearest)
    return Quantization(
      scale: Rational(numbers[0]), zero: Rational(numbers[1]),
      low: isSigned ? -(1 << (bits - 1)) + narrow : 0,
      high: isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 - narrow,
      rounding: rounding, isBipolar: bits == 1 && isSigned)
  }

  /// The upper level is reached from halfway on; where halves round to even, odd levels begin
  /// behind it.
  private mutating func binarize(
    _ activation: Activation, _ quantization: Quantization, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let bound: Double
    let isStrict: Bool
    switch quantization.rounding {
    case .nearest: (bound, isStrict) = (Double(quantization.high) - 0.5, quantization.high % 2 != 0)
    case .down: (bound, isStrict) = (Double(quantization.high), false)
    case .up: (bound, isStrict) = (Double(quantization.high) - 1, true)
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

extension Streamliner {
  /// Drops low bits of what a Quant gave (QONNX): to so many bits, or with six inputs to a scale.
  func lowerTrunc(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    guard call.inputs.count == 5 else {
      throw Refusal(
        id: "onnx.quantization",
        "it has \(call.inputs.count) inputs, but expected the first version's 5")
    }
    let numbers = try Self.parameters(
      call, ["scale", "zero point", "bit width", "bit width of the output"])
    guard numbers[0] > 0, (0...32).contains(numbers[2] - numbers[3]) else {
      throw Refusal(
        id: "onnx.quantization",
        "it goes from \(numbers[2]) to \(numbers[3]) bits of scale \(numbers[0])")
    }
    let activation = try call.activation(0)
    let scale = Rational(numbers[0])
    let zero = ExactNumber(numbers[1])
    let share = ExactNumber(Rational.one / Rational(1 << Int(numbers[2] - numbers[3])))
    let levels = activation.function.followed(
      byScale: [ExactNumber(Rational.one / scale)], offset: [zero])?.rounded(.nearest)
    let dropped = levels?.followed(byScale: [share], offset: [.zero])?
      .rounded(try Self.rounding(call, default: .down))
    let offset = (-zero) * ExactNumber(scale)
    guard let offset,
      let function = dropped?.followed(byScale: [ExactNumber(scale)], offset: [offset])
    else { throw .twoRoots }
    return .activation(activation.with(function, folding: call.node))
  }

  private func leveled(
    _ scaled: Activation, _ quantization: Quantization, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let levels = scaled.function.rounded(quantization.rounding)
      .clipped(low: Rational(quantization.low), high: Rational(quantization.high))
    let offset = -quantization.zero * quantization.scale
    guard
      let function = levels.followed(
        byScale: [ExactNumber(quantization.scale)], offset: [ExactNumber(offset)])
    else { throw .twoRoots }
    return scaled.with(function, folding: node)
  }

  /// Inputs from 1 on, each of them one number.
  private static func parameters(
    _ call: OperatorCall, _ meanings: [String]
  ) throws(Refusal) -> [Double] {
    var numbers: [Double] = []
    for (index, meaning) in meanings.enumerated() {
      let tensor = try call.constant(index + 1, meaning)
      guard Set(tensor.values).count == 1, let value = tensor.values.first else {
        throw Refusal(
          id: "onnx.per-channel",
          "the \(meaning) differs between channels, but expected one number")
      }
      numbers.append(value)
    }
    return numbers
  }

  private static func rounding(
    _ call: OperatorCall, default standard: ExactNumber.Rounding
  ) throws(Refusal) -> ExactNumber.Rounding {
    guard let mode = call.node.text("rounding_mode") else { return standard }
    guard let rounding = ExactNumber.Rounding(rawValue: mode.uppercased()) else {
      throw Refusal(
        id: "onnx.quantization",
        "the rounding mode is \(UserText.quoted(mode)), but expected 'ROUND', 'FLOOR' or 'CEIL'")
    }
    return rounding
  }
}

extension Streamliner.Quantization {
  fileprivate func level(of value: ExactNumber) throws(Refusal) -> Int {
    guard let level = value.rounded(rounding) else {
      throw Refusal(id: "onnx.quantization", "a value is beyond 2^52 steps")
    }
    return min(max(level, low), high)
  }
}
