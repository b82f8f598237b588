extension RealTensor {
  func map(_ transform: (Double) -> Double) -> RealTensor {
    RealTensor(shape: shape, values: values.map(transform))
  }

  /// Combines numbers that stand at the same index, small tensors repeated by NumPy's rule.
  func combined(
    with other: RealTensor, _ combine: (Double, Double) -> Double
  ) throws(EvaluationFailure) -> RealTensor {
    if other.count == 1, other.shape.count <= shape.count {
      let number = other.values[0]
      return map { combine($0, number) }
    }
    if count == 1, shape.count <= other.shape.count {
      let number = values[0]
      return other.map { combine(number, $0) }
    }
    let target = try Self.commonShape(shape, other.shape)
    let left = try broadcast(to: target)
    let right = try other.broadcast(to: target)
    return RealTensor(shape: target, values: Self.zipped(left.values, right.values, combine))
  }

  func broadcast(to target: [Int]) throws(EvaluationFailure) -> RealTensor {
    if shape == target { return self }
    return try StridedView(shape).broadcast(to: target).gather(values)
  }

  /// The shape that both shapes can be repeated to.
  static func commonShape(_ first: [Int], _ second: [Int]) throws(EvaluationFailure) -> [Int] {
    let rank = max(first.count, second.count)
    var shape: [Int] = []
    for axis in -rank..<0 {
      let one = first.count + axis < 0 ? 1 : first[first.count + axis]
      let other = second.count + axis < 0 ? 1 : second[second.count + axis]
      guard one == other || one == 1 || other == 1 else {
        throw EvaluationFailure(
          "inputs of shapes \(ShapeText.of(first)) and \(ShapeText.of(second)) do not match")
      }
      shape.append(one == 1 ? other : one)
    }
    return shape
  }

  private static func zipped(
    _ left: [Double], _ right: [Double], _ combine: (Double, Double) -> Double
  ) -> [Double] {
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        [Double](unsafeUninitializedCapacity: left.count) { target, initialized in
          for index in 0..<left.count {
            target.initializeElement(at: index, to: combine(left[index], right[index]))
          }
          initialized = left.count
        }
      }
    }
  }
}
