internal import BNNIR

// How networks end: with scores, their order, or a class.
extension Streamliner {
  /// The order of the scores is all that Softmax leaves.
  func lowerSoftmax(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    var activation = try call.activation(0)
    try checkAxis(call.node.integer("axis") ?? -1, of: activation)
    activation.isSoftmax = true
    activation.folded.append(call.node.title)
    return .activation(activation)
  }

  mutating func lowerArgMax(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try scores(call)
    try checkAxis(call.node.integer("axis") ?? 0, of: activation)
    guard call.node.integer("select_last_index") ?? 0 == 0 else {
      throw Refusal(
        id: "onnx.argmax", "of equal scores it takes the last", hint: "hardware takes the first")
    }
    return .activation(try argMax(activation, by: call.node))
  }

  /// The values and the index of the largest score.
  mutating func lowerTopK(_ call: OperatorCall) throws(Refusal) -> [GraphValue] {
    let activation = try scores(call)
    let count = try call.optionalConstant(1, "k")?.integers?.first ?? call.node.integer("k")
    guard count == 1, call.node.integer("largest") ?? 1 == 1 else {
      throw Refusal(
        id: "onnx.argmax",
        "it takes the \(count ?? 0) largest or smallest, but expected the largest one")
    }
    try checkAxis(call.node.integer("axis") ?? -1, of: activation)
    return [.refused, .activation(try argMax(activation, by: call.node))]
  }

  private func scores(_ call: OperatorCall) throws(Refusal) -> Activation {
    guard case .activation(var activation) = call.inputs.first else {
      return try call.activation(0)
    }
    activation.isSoftmax = false
    return activation
  }

  private func checkAxis(_ axis: Int, of activation: Activation) throws(Refusal) {
    let rank = activation.axes.rank
    let index = axis < 0 ? axis + rank : axis
    let channels = network.layers[activation.layer].shape.channels
    guard (0..<rank).contains(index), activation.axes.sizes[index] == channels,
      activation.axes.isOnly(.channel, index), channels > 1
    else {
      throw Refusal(
        id: "onnx.argmax",
        "axis \(axis) of a value of shape \(ShapeText.of(activation.axes.sizes)) does not have its classes"
      )
    }
  }

  private mutating func argMax(
    _ activation: Activation, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let ordered = try ordered(activation, by: node)
    let shape = network.layers[ordered.layer].shape
    let layer = try network.append(
      .argMax, named: layerName(node), reading: ordered.layer,
      shape: TensorShape(height: shape.height, width: shape.width, channels: 1), .classIndex)
    report.noteLayer(network.layers[layer].name, folded: ordered.folded, of: node)
    return Activation(layer: layer, axes: AxisLayout([nil]))
  }

  /// What leaves the network: a class, bits, or integers in the order of the scores.
  mutating func finish(_ activation: Activation) throws(Refusal) -> Activation {
    if activation.border != nil { throw Refusal(id: "onnx.pad", "a padded map leaves the graph") }
    switch network.layers[activation.layer].values {
    case .classIndex, .bits: return activation
    case .integers:
      let node = ONNXNode(
        name: "#output", operation: "scores", domain: "", inputs: [], outputs: [], attributes: [:])
      return try ordered(activation, by: node)
    }
  }

  /// An activation whose function is the same rising one for all channels, so that the tensor has
  /// the order of the scores; scores in fixed point where channels differ.
  private mutating func ordered(
    _ activation: Activation, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    if let bits = activation.function.affine == nil ? try collapsed(activation, by: node) : nil {
      return try ordered(bits, by: node)
    }
    guard var affine = activation.function.affine else {
      throw Refusal(
        id: "onnx.scores", "a function with a bend stands behind the last layer",
        hint: "end with sums, with their scale and bias, or with a binarizer")
    }
    var result = activation
    let channels = network.layers[activation.layer].shape.channels
    let falling = (0..<channels).map { affine.scale(of: $0).signum < 0 }
    if falling.contains(true), network.negate(falling, of: activation.layer) {
      result.function = result.function.negatingArgument(of: falling)
      affine = result.function.affine ?? affine
    }
    let isUniform =
      affine.scale.asOne.count == 1 && affine.offset.asOne.count == 1
      && affine.scale[0].signum > 0
    if isUniform {
      report.noteScores(scale: affine.scale[0], offset: affine.offset[0], result.folded)
      result.function = ChannelFunction(scale: affine.scale.asOne, offset: affine.offset.asOne)
      return result
    }
    if let exact = try wholeNumbers(result, affine, channels: channels, by: node) { return exact }
    return try fixedPoint(result, affine, channels: channels, by: node)
  }

  /// Scores of one scale whose offsets differ by whole parts of it, exactly as integers; nil if
  /// there is no such part. Sums of bits of 0 and 1 are of this kind.
  private mutating func wholeNumbers(
    _ activation: Activation, _ affine: ChannelFunction.Affine, channels: Int, by node: ONNXNode
  ) throws(Refusal) -> Activation? {
    guard case .integers = network.layers[activation.layer].values,
      let scale = affine.scale.asOne.first, affine.scale.asOne.count == 1, scale.signum > 0
    else { return nil }
    let first = affine.offset(of: 0)
    let parts = (0..<channels).map { channel in
      (affine.offset(of: channel) - first).flatMap { $0 / scale }?.fraction
    }
    let shares = [1, 2, 4, 8, 16, 32, 64, 128, 256]
    let share = shares.first { share in
      parts.allSatisfy { ($0.map { $0 * Rational(share) })?.isWhole ?? false }
    }
    guard let share else { return nil }
    let biases = parts.compactMap { $0.map { ($0 * Rational(share)).floor } }
    guard biases.allSatisfy({ abs($0) < 1 << 30 }),
      let unit = scale / ExactNumber(share)
    else { return nil }
    report.noteScores(scale: unit, offset: first, activation.folded)
    var result = activation
    result.layer = try network.append(
      .scaleBias(
        scale: Array(repeating: Double(share), count: channels),
        bias: biases.map { Double($0) }, fractionBits: 0),
      named: layerName(node), reading: activation.layer,
      shape: network.layers[activation.layer].shape,
      .integers(-(1 << 31)...(1 << 31) - 1, step: 1))
    result.function = ChannelFunction(scale: [unit], offset: [first])
    result.folded = []
    return result
  }

  /// Scores of 32 bits at most, with as many binary digits as fit and the document knows.
  private mutating func fixedPoint(
    _ activation: Activation, _ affine: ChannelFunction.Affine, channels: Int, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let bound: Int
    switch network.layers[activation.layer].values {
    case .bits, .classIndex:
      throw Refusal(
        id: "onnx.scores", "bits of one channel weigh more than those of another",
        hint: "end with sums, or with the bits themselves")
    case .integers(let range, _): bound = max(range.upperBound, -range.lowerBound)
    }
    let scales = (0..<channels).map { affine.scale(of: $0).approximation }
    let offsets = (0..<channels).map { affine.offset(of: $0).approximation }
    let largest = zip(scales, offsets).map { abs($0) * Double(bound) + abs($1) }.max() ?? 1
    guard largest > 0, largest.isFinite else {
      throw Refusal(id: "onnx.scores", "all scores are 0 or infinite")
    }
    // Powers of two change no order, and let small scores use all digits.
    let digits = 30 - Int(largest.exponent) - 1
    let fraction = min(max(digits, 0), 24)
    let factor = Double(sign: .plus, exponent: digits - fraction, significand: 1)
    report.noteFixedPoint(digits: digits, activation.folded)
    var result = activation
    result.layer = try network.append(
      .scaleBias(
        scale: scales.map { $0 * factor }, bias: offsets.map { $0 * factor },
        fractionBits: fraction),
      named: layerName(node), reading: activation.layer,
      shape: network.layers[activation.layer].shape,
      .integers(-(1 << 31)...(1 << 31) - 1, step: 1))
    let unit = Double(sign: .plus, exponent: -digits, significand: 1)
    result.function = ChannelFunction(scale: unit, offset: 0)
    result.folded = []
    return result
  }
}
