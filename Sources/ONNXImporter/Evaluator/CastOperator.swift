/// Conversions between types of numbers.
enum CastOperator {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Cast": cast,
    // Types are not known; exporters cast constants to the type of what they meet.
    "CastLike": { call throws(EvaluationFailure) in [try call.input(0)] },
  ]

  private static let cast: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    guard let code = call.node.integer("to") else {
      throw .attribute("to", "missing", expected: "a type of numbers")
    }
    guard let element = TensorElement(rawValue: code) else {
      throw .attribute("to", TensorElement.name(of: code), expected: "a type of numbers")
    }
    let result = input.map(conversion(to: element))
    if let limits = limits(of: element),
      let stray = result.values.firstIndex(where: { !limits.contains($0) })
    {
      throw EvaluationFailure("value \(input.values[stray]) does not fit into \(element)")
    }
    return [result]
  }

  /// Floats are rounded to the nearest, ties to even; integers are cut towards zero.
  private static func conversion(to element: TensorElement) -> (Double) -> Double {
    switch element {
    case .float64: { $0 }
    case .float32: { Double(Float($0)) }
    case .float16: { rounded($0, fractionBits: 10, minimumExponent: -14, maximum: 65504) }
    case .bfloat16:
      {
        rounded($0, fractionBits: 7, minimumExponent: -126, maximum: 0x1.FEp127)
      }
    case .bool: { $0 == 0 ? 0 : 1 }
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      { $0.rounded(.towardZero) + 0 }
    }
  }

  /// The nearest number of a binary format, be it a subnormal one; infinite beyond its range.
  private static func rounded(
    _ value: Double, fractionBits: Int, minimumExponent: Int, maximum: Double
  ) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let exponent = Swift.max(Int(value.exponent), minimumExponent)
    let step = Double(sign: .plus, exponent: exponent - fractionBits, significand: 1)
    let result = (value / step).rounded(.toNearestOrEven) * step
    return abs(result) > maximum ? Double(signOf: value, magnitudeOf: .infinity) : result
  }

  /// The least and the greatest integer of a type, as floats; nil for types with infinities.
  private static func limits(of element: TensorElement) -> ClosedRange<Double>? {
    switch element {
    case .int8: -0x1p7...0x1p7 - 1
    case .int16: -0x1p15...0x1p15 - 1
    case .int32: -0x1p31...0x1p31 - 1
    case .int64: -0x1p63...0x1p63
    case .uint8: 0...0x1p8 - 1
    case .uint16: 0...0x1p16 - 1
    case .uint32: 0...0x1p32 - 1
    case .uint64: 0...0x1p64
    case .float32, .float64, .float16, .bfloat16, .bool: nil
    }
  }
}
