internal import BNNIR

// What scales and shifts a value: it becomes part of the function.
extension Streamliner {
  func lowerArithmetic(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, constant, isFirst) = try call.operands()
    let numbers = constant.map { ExactNumber($0) }
    let one = [ExactNumber.one]
    let zero = [ExactNumber.zero]
    switch (call.node.operation, isFirst) {
    case ("Add", _): return try extend(activation, call, scale: one, offset: numbers)
    case ("Sub", true): return try extend(activation, call, scale: one, offset: numbers.map { -$0 })
    case ("Sub", false): return try extend(activation, call, scale: [-.one], offset: numbers)
    case ("Mul", _): return try extend(activation, call, scale: numbers, offset: zero)
    case ("Div", true):
      guard constant.allSatisfy({ $0 != 0 }) else {
        throw Refusal(id: "onnx.constant", "a divisor is 0")
      }
      let inverses = constant.map { ExactNumber(Rational.one / Rational($0)) }
      return try extend(activation, call, scale: inverses, offset: zero)
    default:
      throw Refusal(
        id: "onnx.operand", "a constant is divided by a value that the image decides",
        hint: "hardware has no divider")
    }
  }

  func scaled(_ call: OperatorCall, by factor: Int) throws(Refusal) -> GraphValue {
    try extend(
      try call.activation(0), call, scale: [ExactNumber(factor)], offset: [.zero])
  }

  /// scale · f + offset, and a word of it for the report.
  func extend(
    _ activation: Activation, _ call: OperatorCall, scale: [ExactNumber], offset: [ExactNumber]
  ) throws(Refusal) -> GraphValue {
    guard let function = activation.function.followed(byScale: scale, offset: offset) else {
      throw .twoRoots
    }
    return .activation(activation.with(function, folding: call.node))
  }

  func lowerBatchNormalization(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    guard call.node.integer("training_mode") ?? 0 == 0 else {
      throw Refusal(
        id: "onnx.training", "the statistics are those of the batch (training_mode is 1)",
        hint: "export in inference mode: model.eval() before torch.onnx.export")
    }
    let activation = try call.activation(0)
    let epsilon = Rational(try call.real("epsilon") ?? Double(Float(1e-5)))
    var parameters: [[Double]] = []
    for (index, meaning) in ["scale", "bias", "mean", "variance"].enumerated() {
      let tensor = try call.constant(index + 1, meaning)
      parameters.append(try Self.channels(tensor, meaning, of: activation))
    }
    let count = parameters.map(\.count).max() ?? 1
    var scales: [ExactNumber] = []
    var offsets: [ExactNumber] = []
    for channel in 0..<count {
      let numbers = parameters.map { Rational($0[$0.count == 1 ? 0 : channel]) }
      let spread = numbers[3] + epsilon
      guard spread.signum > 0 else {
        throw Refusal(
          id: "onnx.variance", "variance and epsilon of channel \(channel) are not above 0")
      }
      let scale = ExactNumber(numbers[0]) / ExactNumber.squareRoot(of: spread)
      let offset = scale.flatMap { $0 * ExactNumber(-numbers[2]) }
        .flatMap { $0 + ExactNumber(numbers[1]) }
      guard let scale, let offset else { throw .twoRoots }
      scales.append(scale)
      offsets.append(offset)
    }
    return try extend(activation, call, scale: scales, offset: offsets)
  }

  /// Parameters by the elements of axis 1.
  private static func channels(
    _ tensor: RealTensor, _ meaning: String, of activation: Activation
  ) throws(Refusal) -> [Double] {
    let rank = activation.axes.rank
    guard rank >= 2, tensor.count == activation.axes.sizes[1] else {
      throw Refusal(
        id: "onnx.shape",
        "\(meaning) has \(tensor.count) values, which axis 1 of a value of shape "
          + "\(ShapeText.of(activation.axes.sizes)) has not")
    }
    let shape = [tensor.count] + Array(repeating: 1, count: rank - 2)
    return try OperatorCall.perChannel(
      RealTensor(shape: shape, values: tensor.values), of: activation)
  }
}

extension Activation {
  func with(_ function: ChannelFunction, folding node: ONNXNode) -> Activation {
    var result = self
    result.function = function
    result.folded.append(node.title)
    return result
  }
}

extension ONNXNode {
  /// As reports name it.
  var title: String { "\(operation) '\(name)'" }
}

extension Refusal {
  static var twoRoots: Refusal {
    Refusal(
      id: "onnx.two-roots",
      "two batch normalisations follow each other without a binarizer between them",
      hint: "fold one into the other before exporting")
  }
}
