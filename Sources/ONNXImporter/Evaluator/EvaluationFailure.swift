/// Why an operator has no values for its inputs.
struct EvaluationFailure: Error, Hashable, Sendable {
  /// Lower case, as in a diagnostic's message.
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

extension EvaluationFailure {
  /// A shape that no tensor of this program has, in a result or on the way to it.
  static func tooLarge(_ shape: [Int]) -> EvaluationFailure {
    EvaluationFailure(
      "a tensor of shape \(ShapeText.of(shape)) is too large, but expected at most 2^28 elements")
  }

  static func attribute(_ name: String, _ actual: String, expected: String) -> EvaluationFailure {
    EvaluationFailure("attribute '\(name)' is \(actual), but expected \(expected)")
  }
}
