internal import BNNIR
internal import Foundation

/// The quantizers of QONNX and Brevitas.
enum QuantizationOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "BipolarQuant": bipolarQuant,
    "Quant": quant,
    "IntQuant": quant,
    "Trunc": trunc,
  ]

  /// `scale · (x ≥ 0 ? 1 : −1)`
  private static let bipolarQuant: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    try ArithmeticOperators.binary(call) { $0 >= 0 ? $1 : -$1 }
  }

  /// `(round(clamp(x / scale + zero)) − zero) · scale`, in one signed bit the sign.
  private static let quant: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let (scale, zero) = (try call.input(1), try call.input(2))
    let isSigned = call.flag("signed", default: true)
    let bits = try width(call, 3)
    let rounding = try rounding(call, default: "ROUND")
    let (low, high) = limits(
      bits: bits, isSigned: isSigned, isNarrow: call.flag("narrow", default: true))
    let scaled = try call.input(0).combined(with: scale, /).combined(with: zero, +)
    let levels = scaled.map {
      bits == 1 && isSigned
        ? ($0 >= 0 ? 1 : -1) : rounding(Swift.max(Swift.min($0, high), low))
    }
    return [try levels.combined(with: zero, -).combined(with: scale, *)]
  }

  /// Drops low bits of what a Quant gave: the first form says to how many bits, the second, of six
  /// inputs, to what scale.
  private static let trunc: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let (scale, zero) = (try call.input(1), try call.input(2))
    let rounding = try rounding(call, default: "FLOOR")
    let levels = try call.input(0).combined(with: scale, /).combined(with: zero, +)
      .map { $0.rounded(.toNearestOrEven) }
    guard call.inputs.count > 5 else {
      let factor = exp2(Double(try width(call, 3) - width(call, 4)))
      let dropped = levels.map { rounding($0 / factor) }
      return [try dropped.combined(with: zero, -).combined(with: scale, *)]
    }
    let target = try call.input(4)
    let factor = try target.combined(with: scale) { exp2(log2($0 / $1).rounded(.toNearestOrEven)) }
    let (low, high) = limits(
      bits: try width(call, 5), isSigned: call.flag("signed", default: true),
      isNarrow: call.flag("narrow", default: false))
    let dropped = try levels.combined(with: factor, /).map {
      rounding(Swift.max(Swift.min($0, high), low))
    }
    let newZero = try zero.combined(with: factor, /)
    return [try dropped.combined(with: newZero, -).combined(with: target, *)]
  }

  private static func width(_ call: Evaluation, _ index: Int) throws(EvaluationFailure) -> Int {
    let number = try call.number(index)
    guard let number, let bits = Int(exactly: number), (1...64).contains(bits) else {
      let shown = number.map { "\($0)" } ?? "missing"
      throw EvaluationFailure("bit width, input \(index), is \(shown), but expected 1 to 64")
    }
    return bits
  }

  /// Narrow signed ranges leave out the least number, narrow unsigned ones the greatest.
  private static func limits(bits: Int, isSigned: Bool, isNarrow: Bool) -> (Double, Double) {
    let spare = isNarrow ? 1.0 : 0.0
    if isSigned {
      let half = exp2(Double(bits - 1))
      return (-half + spare, half - 1)
    }
    return (0, exp2(Double(bits)) - 1 - spare)
  }

  /// Source: QONNX's IntQuant, where UP and the HALF modes look at the magnitude.
  private static func rounding(
    _ call: Evaluation, default standard: String
  ) throws(EvaluationFailure) -> (Double) -> Double {
    let mode = call.node.text("rounding_mode") ?? standard
    switch mode.uppercased() {
    case "ROUND", "HALF_EVEN": return { $0.rounded(.toNearestOrEven) }
    case "CEIL": return { $0.rounded(.up) }
    case "FLOOR": return { $0.rounded(.down) }
    case "UP": return { $0.rounded(.awayFromZero) }
    case "DOWN", "ROUND_TO_ZERO": return { $0.rounded(.towardZero) }
    case "HALF_UP": return { $0.rounded(.toNearestOrAwayFromZero) }
    case "HALF_DOWN":
      return { Double(signOf: $0, magnitudeOf: (abs($0) - 0.5).rounded(.up)) }
    default:
      throw .attribute("rounding_mode", UserText.quoted(mode), expected: "one of QONNX's modes")
    }
  }
}
