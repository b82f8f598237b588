internal import BNNIR

// Products with constant matrices.
extension Streamliner {
  mutating func lowerMatMul(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, weights) = try factors(call)
    return .activation(
      try multiply(activation, weights, isTransposed: false, bias: nil, scale: 1, by: call.node))
  }

  /// alpha · A · B + beta · C
  mutating func lowerGemm(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, weights) = try factors(call)
    guard call.node.integer("transA") ?? 0 == 0, activation.axes.rank == 2 else {
      throw Refusal(id: "onnx.layout", "the frames are not the rows of its first operand")
    }
    let beta = try call.real("beta") ?? 1
    let bias = try call.optionalConstant(2, "bias").map { tensor in
      RealTensor(shape: tensor.shape, values: tensor.values.map { $0 * beta })
    }
    return .activation(
      try multiply(
        activation, weights, isTransposed: call.node.integer("transB") ?? 0 == 1, bias: bias,
        scale: try call.real("alpha") ?? 1, by: call.node))
  }

  /// How many bits of 0 or 1 are equal (FINN).
  mutating func lowerXnorPopcount(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let (activation, weights) = try factors(call)
    let (bits, affine) = try affine(activation, for: call.node)
    let half = ExactNumber(0.5)
    guard affine.scale.asOne == [half], affine.offset.asOne == [half],
      case .bits = network.layers[bits.layer].values,
      weights.values.allSatisfy({ $0 == 0 || $0 == 1 })
    else {
      throw Refusal(id: "onnx.operand", "its operands are not bits of 0 and 1")
    }
    var plain = bits
    plain.function = .identity
    let bipolar = RealTensor(shape: weights.shape, values: weights.values.map { 2 * $0 - 1 })
    let sums = try multiply(
      plain, bipolar, isTransposed: false, bias: nil, scale: 1, by: call.node)
    let columns = Double(weights.shape[0])
    guard
      let counts = sums.function.followed(
        byScale: [half], offset: [ExactNumber(columns / 2)])
    else { throw .twoRoots }
    var result = sums
    result.function = counts
    return .activation(result)
  }

  private func factors(_ call: OperatorCall) throws(Refusal) -> (Activation, RealTensor) {
    if call.inputs.count >= 2, case .activation = call.inputs[0], case .activation = call.inputs[1]
    {
      throw Refusal(
        id: "onnx.two-activations", "both factors depend on the image",
        hint: "weights are constants in hardware")
    }
    if case .constant = call.inputs.first {
      throw Refusal(
        id: "onnx.layout", "the weights are the first factor, but expected the second",
        hint: "transpose the product: x·W instead of W·x")
    }
    let weights = try call.constant(1, "weights")
    guard weights.shape.count == 2, weights.count > 0 else {
      throw Refusal(
        id: "onnx.shape",
        "weights of shape \(ShapeText.of(weights.shape)), but expected a matrix")
    }
    return (try call.activation(0), weights)
  }

  /// A dense layer over the last axis, or a convolution of single pixels where that has the
  /// channels and other axes the pixels.
  private mutating func multiply(
    _ activation: Activation, _ weights: RealTensor, isTransposed: Bool, bias: RealTensor?,
    scale: Double, by node: ONNXNode
  ) throws(Refusal) -> Activation {
    let (source, affine) = try affine(activation, for: node)
    let rows = weights.shape[isTransposed ? 0 : 1]
    let columns = weights.shape[isTransposed ? 1 : 0]
    let rank = source.axes.rank
    guard rank >= 2, source.axes.sizes[rank - 1] == columns else {
      throw Refusal(
        id: "onnx.shape",
        "weights of \(columns) inputs, but the value has shape \(ShapeText.of(source.axes.sizes))")
    }
    let shape = network.layers[source.layer].shape
    let parts = source.axes.axes[rank - 1]
    let isWhole = AxisLayout.size(parts) == shape.elements
    guard isWhole || parts.allSatisfy({ $0.axis == .channel }) else {
      throw Refusal(
        id: "onnx.layout", "it multiplies along rows or columns of a map, but expected channels",
        hint: "flatten the map first")
    }
    // The network's order of columns is (y, x, channel).
    let places = AxisLayout.coordinates(of: parts)
    let order = places.indices.sorted { left, right in
      let (a, b) = (places[left], places[right])
      return (a.row, a.column, a.channel) < (b.row, b.column, b.channel)
    }
    let values = weights.values
    let matrix = try WeightRows(
      rows: rows, columns: columns,
      weight: { row, column in
        isTransposed ? values[row * columns + order[column]] : values[order[column] * rows + row]
      },
      channel: { _, column in places[order[column]].channel }, input: affine)
    let outputAxes = source.axes.replacingLast(with: rows)
    let output: (TensorShape, DraftNetwork.Operation) =
      isWhole
      ? (TensorShape(vector: rows), .dense(matrix.signs))
      : (
        TensorShape(height: shape.height, width: shape.width, channels: rows),
        .conv(matrix.signs, .point, groups: 1, padding: .minusOne)
      )
    let layer = try network.append(
      output.1, named: layerName(node), reading: source.layer, shape: output.0,
      sums(of: columns, from: source.layer, hasZeros: false))
    report.noteLayer(network.layers[layer].name, folded: source.folded, of: node)
    var result = Activation(
      layer: layer, axes: outputAxes,
      function: try function(of: matrix, scale: scale, bias: nil))
    if let bias {
      let channels = try OperatorCall.perChannel(bias, of: result)
      guard
        let shifted = result.function.followed(
          byScale: [.one], offset: channels.map { ExactNumber($0) })
      else { throw .twoRoots }
      result.function = shifted
    }
    return result
  }

  /// What rows of weights give: their scales times the sums, and what their inputs' offsets add.
  func function(
    of matrix: WeightRows, scale: Double, bias: [Double]?
  ) throws(Refusal) -> ChannelFunction {
    let function = ChannelFunction(scale: matrix.scales.asOne, offset: matrix.offsets.asOne)
    guard
      let scaled = function.followed(byScale: [ExactNumber(scale)], offset: [.zero]),
      let shifted = scaled.followed(
        byScale: [.one], offset: (bias ?? [0]).map { ExactNumber($0) })
    else { throw .twoRoots }
    return shifted
  }

  /// The sums of a row of ±1 weights over the values of a layer.
  func sums(of columns: Int, from layer: Int, hasZeros: Bool) -> DraftNetwork.Values {
    switch network.layers[layer].values {
    case .bits: return .integers(-columns...columns, step: hasZeros ? 1 : 2)
    case .integers(let range, _):
      let bound = columns * max(range.upperBound, -range.lowerBound)
      return .integers(-bound...bound, step: 1)
    case .classIndex: preconditionFailure("bnn-hw bug: sums of class indices")
    }
  }

  func layerName(_ node: ONNXNode) -> String {
    node.name.isGenerated || node.name.isEmpty ? node.operation.lowercased() : node.name
  }
}

extension WindowGeometry {
  static let point = WindowGeometry(
    kernel: .init(y: 1, x: 1), stride: .init(y: 1, x: 1), dilation: .init(y: 1, x: 1),
    padding: .none)
}
