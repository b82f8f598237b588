/// Comparisons and logic. True is 1, false 0; every other number counts as true.
enum ComparisonOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Greater": comparison { $0 > $1 },
    "GreaterOrEqual": comparison { $0 >= $1 },
    "Less": comparison { $0 < $1 },
    "LessOrEqual": comparison { $0 <= $1 },
    "Equal": comparison { $0 == $1 },
    "And": comparison { $0 != 0 && $1 != 0 },
    "Or": comparison { $0 != 0 || $1 != 0 },
    "Xor": comparison { ($0 != 0) != ($1 != 0) },
    "Not": { call throws(EvaluationFailure) in
      try ArithmeticOperators.unary(call) { $0 == 0 ? 1 : 0 }
    },
    "Where": choice,
  ]

  private static func comparison(
    _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) -> OperatorEvaluator.Operation {
    { call throws(EvaluationFailure) in
      try ArithmeticOperators.binary(call) { holds($0, $1) ? 1 : 0 }
    }
  }

  private static let choice: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let inputs = [try call.input(0), try call.input(1), try call.input(2)]
    let shape = try RealTensor.commonShape(
      inputs[0].shape, RealTensor.commonShape(inputs[1].shape, inputs[2].shape))
    let condition = try inputs[0].broadcast(to: shape).values
    let first = try inputs[1].broadcast(to: shape).values
    let second = try inputs[2].broadcast(to: shape).values
    let values = condition.indices.map { condition[$0] != 0 ? first[$0] : second[$0] }
    return [RealTensor(shape: shape, values: values)]
  }
}
