/// Operators that keep the numbers and their order, and those that make tensors of shapes.
enum ShapeOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "Identity": { call throws(EvaluationFailure) in [try call.input(0)] },
    "Dropout": dropout,
    "Constant": constant,
    "ConstantOfShape": constantOfShape,
    "Shape": shape,
    "Size": { call throws(EvaluationFailure) in [.scalar(Double(try call.input(0).count))] },
    "Reshape": reshape,
    "Flatten": flatten,
    "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
  ]

  /// Keeps everything, as outside of training.
  private static let dropout: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    guard try call.number(2) ?? 0 == 0 else {
      throw EvaluationFailure("dropout is in training mode")
    }
    return [input, input.map { _ in 1 }]
  }

  private static let constant: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    guard let value = call.node.constantValue else {
      throw EvaluationFailure("the constant is no tensor of numbers")
    }
    return [value]
  }

  private static let constantOfShape: OperatorEvaluator.Operation = {
    call throws(EvaluationFailure) in
    let shape = try call.requiredIntegers(0, or: "")
    var value = 0.0
    if case .tensor(let tensor) = call.node.attributes["value"] { value = tensor.values.first ?? 0 }
    let count = try RealTensor.count(of: shape)
    return [RealTensor(shape: shape, values: Array(repeating: value, count: count))]
  }

  private static let shape: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let shape = try call.input(0).shape
    let place = { (axis: Int) in min(max(axis < 0 ? axis + shape.count : axis, 0), shape.count) }
    let start = place(call.node.integer("start") ?? 0)
    let end = place(call.node.integer("end") ?? shape.count)
    let sizes = start < end ? shape[start..<end].map { Double($0) } : []
    return [RealTensor(shape: [sizes.count], values: sizes)]
  }

  /// A size of 0 keeps the input's, unless `allowzero` is set; one size of -1 takes what is left.
  private static let reshape: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    var shape = try call.requiredIntegers(1, or: "shape")
    if !call.flag("allowzero", default: false) {
      for axis in shape.indices where shape[axis] == 0 && axis < input.shape.count {
        shape[axis] = input.shape[axis]
      }
    }
    if let free = shape.firstIndex(of: -1) {
      shape[free] = 1
      let others = try RealTensor.count(of: shape)
      guard others > 0, input.count % others == 0 else {
        throw EvaluationFailure(
          "shape \(ShapeText.of(input.shape)) leaves no whole size for axis \(free)")
      }
      shape[free] = input.count / others
    }
    return [try input.reshaped(shape)]
  }

  private static let flatten: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let rank = input.shape.count
    let axis = call.node.integer("axis") ?? 1
    guard axis >= -rank, axis <= rank else {
      throw EvaluationFailure("axis is \(axis), but expected one of \(rank) axes or their end")
    }
    let sizes = input.shape
    let place = axis < 0 ? axis + rank : axis
    return [try input.reshaped([sizes[..<place].reduce(1, *), sizes[place...].reduce(1, *)])]
  }

  private static let squeeze: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let ones = input.shape.indices.filter { input.shape[$0] == 1 }
    var removed = ones
    if let axes = try call.integers(1, or: "axes") {
      removed = try Evaluation.axes(axes, rank: input.shape.count)
    }
    guard Set(removed).isSubset(of: ones) else {
      throw EvaluationFailure(
        "axes \(removed) of shape \(ShapeText.of(input.shape)) are not all of size 1")
    }
    return [
      try input.reshaped(
        input.shape.indices.filter { !removed.contains($0) }.map { input.shape[$0] })
    ]
  }

  private static let unsqueeze: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let axes = try call.requiredIntegers(1, or: "axes")
    guard axes.count <= 64 else { throw EvaluationFailure("\(axes.count) axes are too many") }
    var shape = input.shape
    for axis in try Evaluation.axes(axes, rank: shape.count + axes.count).sorted() {
      shape.insert(1, at: axis)
    }
    return [try input.reshaped(shape)]
  }
}
