/// A walk over numbers in memory: of each axis of a shape, how far apart its neighbours lie.
///
/// A stride of 0 repeats, a negative one goes backwards. The number at an index stands at
/// `start + Σ index[axis] · strides[axis]`.
struct StridedView {
  var shape: [Int]
  var strides: [Int]
  var start = 0

  /// The walk over all numbers of a tensor in their own order.
  init(_ shape: [Int]) {
    self.shape = shape
    strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
  }

  /// Axes in another order.
  func permuted(_ order: [Int]) -> StridedView {
    var view = self
    view.shape = order.map { shape[$0] }
    view.strides = order.map { strides[$0] }
    return view
  }

  /// Axes of size 1 repeated, and new ones put in front, by NumPy's rule.
  func broadcast(to target: [Int]) throws(EvaluationFailure) -> StridedView {
    let added = target.count - shape.count
    let fits =
      added >= 0
      && shape.indices.allSatisfy {
        shape[$0] == target[added + $0] || shape[$0] == 1
      }
    guard fits else {
      throw EvaluationFailure(
        "shape \(ShapeText.of(shape)) cannot be broadcast to \(ShapeText.of(target))")
    }
    var view = self
    view.shape = target
    view.strides = target.indices.map { axis in
      axis < added || shape[axis - added] == 1 ? 0 : strides[axis - added]
    }
    return view
  }

  /// Calls a body with the place of the first number of every row along the last axis.
  func forEachRow(_ body: (Int) -> Void) {
    guard !shape.contains(0) else { return }
    let outer = Array(shape.dropLast())
    var index = Array(repeating: 0, count: outer.count)
    var place = start
    while true {
      body(place)
      var axis = outer.count - 1
      while axis >= 0, index[axis] == outer[axis] - 1 {
        place -= index[axis] * strides[axis]
        index[axis] = 0
        axis -= 1
      }
      guard axis >= 0 else { return }
      index[axis] += 1
      place += strides[axis]
    }
  }

  /// The numbers in the order of the walk.
  func gather(_ values: [Double]) throws(EvaluationFailure) -> RealTensor {
    let count = try RealTensor.count(of: shape)
    let width = shape.last ?? 1
    let stride = strides.last ?? 1
    let gathered = values.withUnsafeBufferPointer { source in
      [Double](unsafeUninitializedCapacity: count) { target, initialized in
        forEachRow { place in
          for column in 0..<width {
            target.initializeElement(at: initialized, to: source[place + column * stride])
            initialized += 1
          }
        }
      }
    }
    return RealTensor(shape: shape, values: gathered)
  }
}

extension RealTensor {
  /// The number of elements of a shape, if tensors of that size are computed.
  ///
  /// Zeros do not hide sizes that would overflow in another order.
  static func count(of shape: [Int]) throws(EvaluationFailure) -> Int {
    var product = 1
    for size in shape {
      guard size >= 0, size <= TensorDecoder.maximumCount else { throw .tooLarge(shape) }
      product *= max(1, size)
      guard product <= TensorDecoder.maximumCount else { throw .tooLarge(shape) }
    }
    return shape.contains(0) ? 0 : product
  }

  /// The same numbers in another shape of as many elements.
  func reshaped(_ shape: [Int]) throws(EvaluationFailure) -> RealTensor {
    guard try RealTensor.count(of: shape) == count else {
      throw EvaluationFailure(
        "shape \(ShapeText.of(self.shape)) cannot become \(ShapeText.of(shape))")
    }
    return RealTensor(shape: shape, values: values)
  }

  func transposed(_ order: [Int]) throws(EvaluationFailure) -> RealTensor {
    try StridedView(shape).permuted(order).gather(values)
  }

  /// With the last two axes swapped.
  func matrixTransposed() throws(EvaluationFailure) -> RealTensor {
    let rank = shape.count
    return try transposed(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
}
