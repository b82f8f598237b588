internal import BNNIR

/// A node with the values that it reads.
struct OperatorCall {
  let node: ONNXNode
  /// nil for an optional input that is left out.
  let inputs: [GraphValue?]

  /// The inputs as numbers, if they all are constants.
  var constants: [RealTensor?]? {
    var result: [RealTensor?] = []
    for input in inputs {
      switch input {
      case .constant(let tensor): result.append(tensor)
      case nil: result.append(nil)
      case .activation, .refused: return nil
      }
    }
    return result
  }

  /// An activation with nothing around it.
  func activation(_ index: Int) throws(Refusal) -> Activation {
    let activation = try borderedActivation(index)
    if activation.border != nil {
      throw Refusal(
        id: "onnx.pad", "the input was padded, but only a convolution or a pool takes a padded map",
        hint: "move the Pad in front of the Conv")
    }
    return activation
  }

  /// An activation, with what a Pad put around it.
  func borderedActivation(_ index: Int) throws(Refusal) -> Activation {
    guard index < inputs.count, case .activation(let activation) = inputs[index] else {
      throw Refusal(
        id: "onnx.operand",
        "input \(index) is a constant, but expected a value that the image decides",
        hint: "fold constants when exporting")
    }
    if activation.isSoftmax {
      throw Refusal(
        id: "onnx.softmax", "Softmax stands in the middle of the graph",
        hint: "only the order of its results can be computed: end with it, or with ArgMax behind it"
      )
    }
    return activation
  }

  func constant(_ index: Int, _ meaning: String) throws(Refusal) -> RealTensor {
    guard let tensor = try optionalConstant(index, meaning) else {
      throw Refusal(id: "onnx.operand", "input \(index) (\(meaning)) is missing")
    }
    return tensor
  }

  func optionalConstant(_ index: Int, _ meaning: String) throws(Refusal) -> RealTensor? {
    guard index < inputs.count, let input = inputs[index] else { return nil }
    guard case .constant(let tensor) = input else {
      throw Refusal(
        id: "onnx.operand",
        "input \(index) (\(meaning)) depends on the image, but expected a constant",
        hint: "weights and parameters are constants in hardware")
    }
    guard tensor.values.allSatisfy(\.isFinite) else {
      throw Refusal(
        id: "onnx.constant",
        "input \(index) (\(meaning)) has values that are infinite or not a number")
    }
    return tensor
  }

  /// An attribute that is a number.
  func real(_ name: String) throws(Refusal) -> Double? {
    guard let value = node.real(name) else { return nil }
    guard value.isFinite else {
      throw Refusal(id: "onnx.constant", "\(name) is \(value), but expected a number")
    }
    return value
  }

  /// The one activation of two operands, and the other one as numbers for each channel.
  func operands() throws(Refusal) -> (activation: Activation, constant: [Double], isFirst: Bool) {
    guard inputs.count == 2 else {
      throw Refusal(id: "onnx.operand", "the operator has \(inputs.count) inputs, but expected 2")
    }
    if case .activation = inputs[0], case .activation = inputs[1] {
      throw Refusal(
        id: "onnx.two-activations", "both inputs depend on the image",
        hint: ["Add", "Sum", "Sub"].contains(node.operation)
          ? "the network format has 'add': write the network with the Python package bnnhw"
          : "products and comparisons of two activations are not built: one must be a constant")
    }
    let isFirst = if case .activation = inputs[0] { true } else { false }
    let activation = try activation(isFirst ? 0 : 1)
    let constant = try constant(isFirst ? 1 : 0, "the other operand")
    return (activation, try Self.perChannel(constant, of: activation), isFirst)
  }

  /// A constant's number for each channel of an activation.
  static func perChannel(
    _ constant: RealTensor, of activation: Activation
  ) throws(Refusal) -> [Double] {
    guard let values = activation.axes.channelValues(of: constant) else {
      throw Refusal(
        id: "onnx.per-pixel",
        "a constant of shape \(ShapeText.of(constant.shape)) is not one number for each channel of a "
          + "value of shape \(ShapeText.of(activation.axes.sizes))",
        hint: "hardware has one threshold for each channel, not for each pixel")
    }
    return values
  }
}

/// Shapes as messages show them.
enum ShapeText {
  static func of(_ shape: [Int]) -> String {
    shape.isEmpty ? "()" : shape.map(String.init).joined(separator: "×")
  }
}
