internal import BNNIR

// What makes bits of numbers.
extension Streamliner {
  /// −1, 0 or 1. Bits if 0 cannot occur, or if the user says what it is; else it stays a function,
  /// for what follows may tell 0 from the others (Larq binarizes with Sign, Add, Sign).
  mutating func lowerSign(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    if let zero = options.signOfZero {
      return .activation(
        try binarize(
          activation, isStrict: zero < 0, low: [-.one], high: [.one], by: call.node))
    }
    let sign = activation.with(activation.function.sign, folding: call.node)
    return .activation(try collapsed(sign, by: call.node) ?? sign)
  }

  /// Comparisons give 0 or 1.
  mutating func lowerComparison(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, constant, isFirst) = try call.operands()
    // a > c is a − c > 0; a < c and c > a are not a ≥ c.
    let isGreater = call.node.operation.hasPrefix("Greater") == isFirst
    let hasEquality = call.node.operation.hasSuffix("OrEqual")
    let difference = activation.function.followed(
      byScale: [.one], offset: constant.map { -ExactNumber($0) })
    guard let difference else { throw .twoRoots }
    var compared = activation
    compared.function = difference
    return .activation(
      try binarize(
        compared, isStrict: isGreater != hasEquality, low: [isGreater ? .zero : .one],
        high: [isGreater ? .one : .zero], by: call.node))
  }

  mutating func lowerNot(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, _) = try affine(try call.activation(0), for: call.node)
    return try extend(activation, call, scale: [-.one], offset: [.one])
  }

  /// One of two constants, by a comparison.
  mutating func lowerWhere(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    guard case .activation = call.inputs.first else {
      throw Refusal(
        id: "onnx.operand", "the condition is a constant", hint: "fold constants when exporting")
    }
    let (condition, affine) = try affine(try call.activation(0), for: call.node)
    guard case .bits = network.layers[condition.layer].values,
      affine.isZeroOrOne(channels: network.layers[condition.layer].shape.channels)
    else {
      throw Refusal(id: "onnx.operand", "the condition is not the result of a comparison")
    }
    var choices: [[ExactNumber]] = []
    for (index, meaning) in [(1, "the value where true"), (2, "the value where false")] {
      let tensor = try call.constant(index, meaning)
      choices.append(
        try OperatorCall.perChannel(tensor, of: condition).map { ExactNumber($0) })
    }
    let difference = ChannelFunction.combined(choices[0], choices[1]) { $0 - $1 }
    guard let difference else { throw .twoRoots }
    return try extend(condition, call, scale: difference, offset: choices[1])
  }

  /// scale where x ≥ 0, else −scale (QONNX).
  mutating func lowerBipolarQuant(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    let scale = try OperatorCall.perChannel(try call.constant(1, "scale"), of: activation)
      .map { ExactNumber($0) }
    return .activation(
      try binarize(
        activation, isStrict: false, low: scale.map { -$0 }, high: scale, by: call.node))
  }

  /// out_scale · (how many thresholds x reaches) + out_bias (FINN, QONNX).
  mutating func lowerMultiThreshold(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    let thresholds = try call.constant(1, "thresholds")
    guard thresholds.shape.count == 2, thresholds.shape[0] >= 1, thresholds.shape[1] >= 1 else {
      throw Refusal(
        id: "onnx.shape",
        "thresholds of shape \(ShapeText.of(thresholds.shape)), but expected channels × steps")
    }
    let scale = ExactNumber(try call.real("out_scale") ?? 1)
    let bias = ExactNumber(try call.real("out_bias") ?? 0)
    guard thresholds.shape[1] == 1 else {
      return try steps(activation, call, thresholds, scale: scale, bias: bias)
    }
    let layout = call.node.text("data_layout") ?? "NCHW"
    guard ["NCHW", "NHWC", "NC", "NCW", "NWC"].contains(layout) else {
      throw Refusal(
        id: "onnx.attribute",
        "data_layout is \(UserText.quoted(layout)), but expected 'NCHW', 'NHWC' or 'NC'")
    }
    let axis = layout.hasSuffix("C") ? activation.axes.rank - 1 : 1
    let rows = thresholds.values
    var shape = Array(repeating: 1, count: activation.axes.rank)
    if axis < shape.count { shape[axis] = rows.count }
    let bounds = try OperatorCall.perChannel(
      RealTensor(shape: rows.count == 1 ? [] : shape, values: rows), of: activation)
    var compared = activation
    let difference = activation.function.followed(
      byScale: [.one], offset: bounds.map { -ExactNumber($0) })
    guard let difference, let high = scale + bias else { throw .twoRoots }
    compared.function = difference
    return .activation(
      try binarize(compared, isStrict: false, low: [bias], high: [high], by: call.node))
  }

  /// Several thresholds: pixels through a table, anything else is more than a bit.
  private mutating func steps(
    _ activation: Activation, _ call: OperatorCall, _ thresholds: RealTensor,
    scale: ExactNumber, bias: ExactNumber
  ) throws(Refusal) -> GraphValue {
    guard thresholds.shape[0] == 1 else { throw .multiBit(thresholds.shape[1] + 1) }
    let bounds = thresholds.values.map { ExactNumber($0) }
    let table = try pixelTable(activation) { value in
      bounds.count { bound in (value - bound).map { $0.signum >= 0 } ?? false }
    }
    guard var table else { throw .multiBit(bounds.count + 1) }
    table.function = ChannelFunction(scale: [scale], offset: [bias])
    return .activation(table)
  }
}

extension ChannelFunction.Affine {
  /// Whether −1 becomes 0 and +1 becomes 1, or the other way round, or always one of them.
  fileprivate func isZeroOrOne(channels: Int) -> Bool {
    let units: Set<Int> = [0, 1]
    return (0..<(scale.count == 1 && offset.count == 1 ? 1 : channels)).allSatisfy { channel in
      [-1, 1].allSatisfy { bit in
        let value = (scale(of: channel) * ExactNumber(bit)).flatMap { $0 + offset(of: channel) }
        return value.map { value in units.contains { value == ExactNumber($0) } } ?? false
      }
    }
  }
}

extension Refusal {
  static func multiBit(_ levels: Int) -> Refusal {
    Refusal(
      id: "onnx.multi-bit", "it gives \(levels) levels, but expected 2",
      hint:
        "the importer reads activations of one bit; the network format has 'multi_threshold': write the "
        + "network with the Python package bnnhw")
  }
}
