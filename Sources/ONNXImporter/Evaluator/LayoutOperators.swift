/// Operators that put numbers in another order, repeat them or join tensors.
enum LayoutOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Transpose": transpose,
    "Expand": expand,
    "Tile": tile,
    "Concat": concatenation,
  ]

  /// Without `perm`, axes in reverse order.
  private static let transpose: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let order = call.node.integers("perm") ?? Array(input.shape.indices.reversed())
    guard order.sorted() == Array(input.shape.indices) else {
      throw .attribute("perm", "\(order)", expected: "each axis of \(ShapeText.of(input.shape))")
    }
    return [try input.transposed(order)]
  }

  /// Either shape may be the larger one on any axis.
  private static let expand: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let shape = try call.requiredIntegers(1, or: "shape")
    return [try input.broadcast(to: try RealTensor.commonShape(input.shape, shape))]
  }

  /// Repeats by new axes of stride 0 before those that there are.
  private static let tile: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let repeats = try call.requiredIntegers(1, or: "repeats")
    guard repeats.count == input.shape.count else {
      throw EvaluationFailure(
        "repeats are \(repeats), but expected one for each axis of \(ShapeText.of(input.shape))")
    }
    var view = StridedView(input.shape)
    let strides = view.strides
    view.shape = zip(repeats, input.shape).flatMap { [$0, $1] }
    view.strides = strides.flatMap { [0, $0] }
    let tiled = try view.gather(input.values)
    return [try tiled.reshaped(zip(repeats, input.shape).map { $0 * $1 })]
  }

  private static let concatenation: OperatorEvaluator.Operation = {
    call throws(EvaluationFailure) in
    let inputs = try call.allInputs()
    var shape = inputs[0].shape
    let axis = try Evaluation.axis(call.node.integer("axis") ?? 1, rank: shape.count)
    for input in inputs {
      var expected = shape
      expected[axis] = input.shape.count > axis ? input.shape[axis] : 0
      guard input.shape == expected else {
        throw EvaluationFailure(
          "inputs of shapes \(ShapeText.of(shape)) and \(ShapeText.of(input.shape)) "
            + "cannot be joined along axis \(axis)")
      }
    }
    shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    return [RealTensor(shape: shape, values: try joined(inputs, axis: axis, shape: shape))]
  }

  private static func joined(
    _ inputs: [RealTensor], axis: Int, shape: [Int]
  ) throws(EvaluationFailure) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(try RealTensor.count(of: shape))
    for block in 0..<shape[..<axis].reduce(1, *) {
      for input in inputs {
        let length = input.shape[axis...].reduce(1, *)
        values += input.values[block * length..<(block + 1) * length]
      }
    }
    return values
  }
}
