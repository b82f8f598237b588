internal import Foundation

/// Activation functions and limits.
enum ActivationOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Relu": { call throws(EvaluationFailure) in
      try ArithmeticOperators.unary(call) { Swift.max($0, 0) }
    },
    "Tanh": { call throws(EvaluationFailure) in try ArithmeticOperators.unary(call, tanh) },
    "Sigmoid": { call throws(EvaluationFailure) in
      try ArithmeticOperators.unary(call) { 1 / (1 + exp(-$0)) }
    },
    "LeakyRelu": leakyRelu,
    "PRelu": slopedRelu,
    "HardSigmoid": hardSigmoid,
    "Clip": clip,
  ]

  private static let leakyRelu: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let slope = call.real("alpha", default: 0.01)
    return try ArithmeticOperators.unary(call) { $0 < 0 ? slope * $0 : $0 }
  }

  /// The slopes are repeated to the input's shape, never the other way round.
  private static let slopedRelu: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let slopes = try call.input(1).broadcast(to: input.shape)
    return [try input.combined(with: slopes) { $0 < 0 ? $1 * $0 : $0 }]
  }

  private static let hardSigmoid: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let slope = call.real("alpha", default: 0.2)
    let offset = call.real("beta", default: 0.5)
    return try ArithmeticOperators.unary(call) { Swift.max(0, Swift.min(1, slope * $0 + offset)) }
  }

  /// Where the limits cross, the upper one wins.
  private static let clip: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let low = try call.number(1) ?? call.node.real("min") ?? -.infinity
    let high = try call.number(2) ?? call.node.real("max") ?? .infinity
    return try ArithmeticOperators.unary(call) { Swift.min(Swift.max($0, low), high) }
  }
}
