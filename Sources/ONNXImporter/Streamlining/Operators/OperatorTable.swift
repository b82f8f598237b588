internal import BNNIR

// Which file knows an operator.
extension Streamliner {
  /// The values that a node gives: of constants numbers, else functions of layers.
  mutating func lower(_ call: OperatorCall) throws(Refusal) -> [GraphValue] {
    if call.node.operation == "CastLike", let value = call.inputs.first, let value {
      // Types that an activation has are those of numbers; what is cast to them stays what it is.
      return [value]
    }
    if let constants = call.constants { return try evaluate(call.node, constants) }
    guard Self.domains.contains(call.node.domain) else { throw .unknownDomain(call.node.domain) }
    try AttributeTypes.check(call.node)
    switch call.node.operation {
    case "Dropout": return [try lowerDropout(call)]
    case "Identity": return [.activation(try call.activation(0))]
    case "Cast": return [try lowerCast(call)]
    case "Add", "Sub", "Mul", "Div": return [try lowerArithmetic(call)]
    case "Neg": return [try scaled(call, by: -1)]
    case "Not": return [try lowerNot(call)]
    case "BatchNormalization": return [try lowerBatchNormalization(call)]
    case "Relu", "Clip", "Max", "Min", "LeakyRelu", "PRelu", "HardSigmoid":
      return [try lowerActivationFunction(call)]
    case "Sign": return [try lowerSign(call)]
    case "Greater", "GreaterOrEqual", "Less", "LessOrEqual": return [try lowerComparison(call)]
    case "Where": return [try lowerWhere(call)]
    case "BipolarQuant": return [try lowerBipolarQuant(call)]
    case "Quant", "IntQuant": return [try lowerQuant(call)]
    case "Trunc": return [try lowerTrunc(call)]
    case "MultiThreshold": return [try lowerMultiThreshold(call)]
    case "MatMul": return [try lowerMatMul(call)]
    case "Gemm": return [try lowerGemm(call)]
    case "XnorPopcountMatMul": return [try lowerXnorPopcount(call)]
    case "Conv": return [try lowerConv(call)]
    case "Pad": return [try lowerPad(call)]
    case "MaxPool", "GlobalMaxPool": return [try lowerMaxPool(call)]
    case "AveragePool", "GlobalAveragePool": return [try lowerAveragePool(call)]
    case "ReduceMean": return [try lowerReduceMean(call)]
    case "Shape": return [try lowerShape(call)]
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze": return [try lowerReshape(call)]
    case "Transpose": return [try lowerTranspose(call)]
    case "Softmax", "LogSoftmax": return [try lowerSoftmax(call)]
    case "ArgMax": return [try lowerArgMax(call)]
    case "TopK": return try lowerTopK(call)
    default: throw .unknownOperator(call.node.operation)
    }
  }

  private func lowerDropout(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    if let mode = try call.optionalConstant(2, "training mode"),
      mode.values.contains(where: { $0 != 0 })
    {
      throw Refusal(
        id: "onnx.training", "it drops values at random (training_mode is 1)",
        hint: "export in inference mode: model.eval() before torch.onnx.export")
    }
    return .activation(try call.activation(0))
  }

  /// ONNX itself and the dialects of QONNX, Brevitas and FINN.
  private static let domains: Set<String> = [
    "", "onnx.brevitas", "qonnx.custom_op.general", "finn.custom_op.general", "qonnx", "finn",
  ]

  private func evaluate(
    _ node: ONNXNode, _ inputs: [RealTensor?]
  ) throws(Refusal) -> [GraphValue] {
    let results: [RealTensor]?
    do {
      results = try OperatorEvaluator.evaluate(node, inputs, operatorSets: graph.operatorSets)
    } catch {
      throw Refusal(id: "onnx.constant", error.reason)
    }
    guard let results else { throw .unknownOperator(node.operation) }
    return results.map { .constant($0) }
  }
}

extension Refusal {
  static func unknownOperator(_ name: String) -> Refusal {
    let advice: String? =
      switch name {
      case "Concat", "Split", "Slice", "Gather":
        "the network format has 'concat' and 'select': write the network with the Python package bnnhw"
      case "ConvTranspose", "Upsample", "Resize": "maps keep their size or shrink"
      case "LayerNormalization", "InstanceNormalization", "GroupNormalization", "LRN":
        "its factors depend on the frame; those of a batch normalization are constants"
      case "LSTM", "GRU", "RNN", "Loop", "If", "Scan": "frames are computed one by one, all alike"
      case "Tanh", "Sigmoid", "Erf", "Gelu", "Elu", "Softplus", "Exp":
        "smooth functions are not built; a sign or a MultiThreshold behind a matrix is"
      default: nil
      }
    return Refusal(
      id: "onnx.operator", "the operator \(UserText.quoted(name)) is not one that can be built",
      hint: advice)
  }

  fileprivate static func unknownDomain(_ domain: String) -> Refusal {
    Refusal(
      id: "onnx.operator",
      "the operator set \(UserText.quoted(domain)) is unknown, but expected ONNX, QONNX or FINN")
  }
}
