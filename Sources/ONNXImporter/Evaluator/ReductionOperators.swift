/// Operators that make one number of all numbers along some axes.
enum ReductionOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "ReduceMean": { call throws(EvaluationFailure) in
      try reduce(call) { $0.reduce(0, +) / Double($0.count) }
    },
    "ReduceSum": { call throws(EvaluationFailure) in try reduce(call) { $0.reduce(0, +) } },
    "ReduceMax": { call throws(EvaluationFailure) in
      try reduce(call) { $0.max() ?? -.infinity }
    },
    "ReduceMin": { call throws(EvaluationFailure) in try reduce(call) { $0.min() ?? .infinity } },
  ]

  /// Without axes, over all of them, or over none if so said.
  private static func reduce(
    _ call: Evaluation, _ reduce: (ArraySlice<Double>) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    let input = try call.input(0)
    let rank = input.shape.count
    var axes = try Evaluation.axes(try call.integers(1, or: "axes") ?? [], rank: rank)
    if axes.isEmpty {
      if call.flag("noop_with_empty_axes", default: false) { return [input] }
      axes = Array(0..<rank)
    }
    let kept = (0..<rank).filter { !axes.contains($0) }
    let moved = try input.transposed(kept + axes)
    let length = axes.reduce(1) { $0 * input.shape[$1] }
    let rows = kept.reduce(1) { $0 * input.shape[$1] }
    let values = (0..<rows).map { reduce(moved.values[$0 * length..<($0 + 1) * length]) }
    let shape =
      call.flag("keepdims", default: true)
      ? (0..<rank).map { axes.contains($0) ? 1 : input.shape[$0] } : kept.map { input.shape[$0] }
    return [RealTensor(shape: shape, values: values)]
  }
}
