/// A tensor taken apart into rows along one axis.
struct AxisRows {
  /// The axes in the order that puts the one of the rows last.
  private let order: [Int]
  private let moved: RealTensor
  let length: Int

  init(_ tensor: RealTensor, axis: Int) throws(EvaluationFailure) {
    let last = try Evaluation.axis(axis, rank: tensor.shape.count)
    order = tensor.shape.indices.filter { $0 != last } + [last]
    moved = try tensor.transposed(order)
    length = tensor.shape[last]
  }

  /// A tensor of the rows that a body makes of each row, `newLength` numbers of one.
  func map(
    newLength: Int, _ transform: (ArraySlice<Double>) -> [Double]
  ) throws(EvaluationFailure) -> RealTensor {
    let rows = moved.shape.dropLast().reduce(1, *)
    let values = (0..<rows).flatMap { row in
      transform(moved.values[row * length..<(row + 1) * length])
    }
    var back = Array(repeating: 0, count: order.count)
    for (place, axis) in order.enumerated() { back[axis] = place }
    let shape = Array(moved.shape.dropLast()) + [newLength]
    return try RealTensor(shape: shape, values: values).transposed(back)
  }
}
