/// Borders of one number around a tensor.
enum PadOperator {
  static let all: [String: OperatorEvaluator.Operation] = ["Pad": pad]

  private static let pad: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let mode = call.node.text("mode") ?? "constant"
    guard mode == "constant" else { throw .attribute("mode", "'\(mode)'", expected: "'constant'") }
    let (before, after) = try borders(call, rank: input.shape.count)
    let value = try call.number(2) ?? call.node.real("value") ?? 0
    let shape = try input.shape.indices.map { axis throws(EvaluationFailure) in
      try RealTensor.count(of: [before[axis]]) + input.shape[axis]
        + RealTensor.count(of: [after[axis]])
    }
    var values = Array(repeating: value, count: try RealTensor.count(of: shape))
    var view = StridedView(shape)
    view.start = zip(before, view.strides).reduce(0) { $0 + $1.0 * $1.1 }
    view.shape = input.shape
    let width = input.shape.last ?? 1
    var source = 0
    view.forEachRow { place in
      for column in 0..<width { values[place + column] = input.values[source + column] }
      source += width
    }
    return [RealTensor(shape: shape, values: values)]
  }

  /// How many numbers are put before and behind each axis.
  private static func borders(
    _ call: Evaluation, rank: Int
  ) throws(EvaluationFailure) -> (before: [Int], after: [Int]) {
    let pads = try call.requiredIntegers(1, or: "pads")
    let axes = try Evaluation.axes(try call.integers(3, or: "axes") ?? Array(0..<rank), rank: rank)
    guard pads.count == 2 * axes.count, pads.allSatisfy({ $0 >= 0 }) else {
      throw EvaluationFailure(
        "pads are \(pads), but expected 0 or more at both ends of \(axes.count) axes")
    }
    var before = Array(repeating: 0, count: rank)
    var after = before
    for (index, axis) in axes.enumerated() {
      before[axis] = pads[index]
      after[axis] = pads[axes.count + index]
    }
    return (before, after)
  }
}
