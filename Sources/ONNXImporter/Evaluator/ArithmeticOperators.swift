internal import Foundation

/// Operators on one number or two numbers at the same index.
enum ArithmeticOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Add": { call throws(EvaluationFailure) in try binary(call, +) },
    "Sub": { call throws(EvaluationFailure) in try binary(call, -) },
    "Mul": { call throws(EvaluationFailure) in try binary(call, *) },
    "Div": { call throws(EvaluationFailure) in try binary(call, /) },
    "Pow": { call throws(EvaluationFailure) in try binary(call, pow) },
    "Sum": { call throws(EvaluationFailure) in try fold(call, +) },
    "Max": { call throws(EvaluationFailure) in try fold(call, Swift.max) },
    "Min": { call throws(EvaluationFailure) in try fold(call, Swift.min) },
    "Neg": { call throws(EvaluationFailure) in try unary(call, -) },
    "Abs": { call throws(EvaluationFailure) in try unary(call, abs) },
    "Sqrt": { call throws(EvaluationFailure) in try unary(call) { $0.squareRoot() } },
    "Reciprocal": { call throws(EvaluationFailure) in try unary(call) { 1 / $0 } },
    "Floor": { call throws(EvaluationFailure) in try unary(call) { $0.rounded(.down) } },
    "Ceil": { call throws(EvaluationFailure) in try unary(call) { $0.rounded(.up) } },
    "Round": { call throws(EvaluationFailure) in
      try unary(call) { $0.rounded(.toNearestOrEven) }
    },
    "Sign": { call throws(EvaluationFailure) in
      try unary(call) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    },
  ]

  static func unary(
    _ call: Evaluation, _ transform: (Double) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    [try call.input(0).map(transform)]
  }

  static func binary(
    _ call: Evaluation, _ combine: (Double, Double) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    [try call.input(0).combined(with: try call.input(1), combine)]
  }

  /// Any number of inputs, combined from the first to the last.
  private static func fold(
    _ call: Evaluation, _ combine: (Double, Double) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    let inputs = try call.allInputs()
    var result = inputs[0]
    for input in inputs.dropFirst() { result = try result.combined(with: input, combine) }
    return [result]
  }
}
