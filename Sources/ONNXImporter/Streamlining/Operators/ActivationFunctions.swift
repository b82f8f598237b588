internal import BNNIR

// Functions that rise or stay: they matter only as far as a binarizer behind them sees them.
extension Streamliner {
  func lowerActivationFunction(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    switch call.node.operation {
    case "Relu": return try clip(call, try call.activation(0), low: .zero, high: nil)
    case "Clip": return try lowerClip(call)
    case "Max", "Min": return try lowerExtremum(call)
    case "LeakyRelu": return try leak(call, slopes: [try call.real("alpha") ?? Double(Float(0.01))])
    case "PRelu":
      let activation = try call.activation(0)
      let slopes = try OperatorCall.perChannel(
        try call.constant(1, "slope"), of: activation)
      return try leak(call, slopes: slopes)
    default: return try lowerHardSigmoid(call)
    }
  }

  private func clip(
    _ call: OperatorCall, _ activation: Activation, low: Rational?, high: Rational?
  ) throws(Refusal) -> GraphValue {
    .activation(
      activation.with(activation.function.clipped(low: low, high: high), folding: call.node))
  }

  /// Bounds are attributes up to version 6 and inputs from 11 on.
  private func lowerClip(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let low = try call.bound(1, "min")
    let high = try call.bound(2, "max")
    return try clip(call, try call.activation(0), low: low, high: high)
  }

  private func lowerExtremum(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, constant, _) = try call.operands()
    guard constant.count == 1 else {
      throw Refusal(
        id: "onnx.per-channel", "the bound differs between channels, but expected one number")
    }
    let bound = Rational(constant[0])
    return call.node.operation == "Max"
      ? try clip(call, activation, low: bound, high: nil)
      : try clip(call, activation, low: nil, high: bound)
  }

  private func leak(_ call: OperatorCall, slopes: [Double]) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    if let channel = slopes.firstIndex(where: { $0 < 0 }) {
      throw Refusal(
        id: "onnx.negative-slope",
        "the slope of channel \(channel) is \(slopes[channel]), but expected 0 or more",
        hint: "the network format has 'prelu': write the network with the Python package bnnhw")
    }
    return .activation(
      activation.with(
        activation.function.leaking(slopes.map { Rational($0) }), folding: call.node))
  }

  /// max(0, min(1, alpha · x + beta))
  private func lowerHardSigmoid(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    let alpha = try call.real("alpha") ?? Double(Float(0.2))
    let beta = try call.real("beta") ?? 0.5
    let line = activation.function.followed(
      byScale: [ExactNumber(alpha)], offset: [ExactNumber(beta)])
    guard let line else { throw .twoRoots }
    return .activation(
      activation.with(line.clipped(low: .zero, high: .one), folding: call.node))
  }
}

extension OperatorCall {
  /// A bound from an input or an attribute; nil if there is none. A float's own range is written
  /// where there is none, too.
  fileprivate func bound(_ index: Int, _ name: String) throws(Refusal) -> Rational? {
    var value = node.real(name)
    if index < inputs.count, case .constant(let tensor) = inputs[index] {
      value = tensor.values.first
    }
    guard let value else { return nil }
    if value.isNaN { throw Refusal(id: "onnx.constant", "the bound \(name) is not a number") }
    return abs(value) >= Double(Float.greatestFiniteMagnitude) ? nil : Rational(value)
  }
}
