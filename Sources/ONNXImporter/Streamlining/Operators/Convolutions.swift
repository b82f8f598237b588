internal import BNNIR

// Convolutions, and the padding of the maps that they slide over.
extension Streamliner {
  mutating func lowerConv(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    if call.inputs.count >= 2, case .activation = call.inputs[1] {
      throw Refusal(
        id: "onnx.two-activations", "the weights depend on the image",
        hint: "weights are constants in hardware")
    }
    let weights = try call.constant(1, "weights")
    let (source, affine) = try affine(try call.borderedActivation(0), for: call.node)
    let window = try WindowAttributes(
      call.node, over: source, kernel: Array(weights.shape.dropFirst(2)))
    let shape = network.layers[source.layer].shape
    let groups = call.node.integer("group") ?? 1
    guard groups >= 1, shape.channels % groups == 0, weights.shape.count == source.axes.rank,
      weights.count > 0, weights.shape[0] % groups == 0,
      weights.shape[1] == shape.channels / groups
    else {
      throw Refusal(
        id: "onnx.shape",
        "weights of shape \(ShapeText.of(weights.shape)) and \(groups) groups do not fit a map of shape "
          + ShapeText.of(source.axes.sizes))
    }
    let geometry = try window.geometry(over: shape)
    if let border = source.border, border.value != 0, try window.padsItself(over: shape) {
      throw .padding
    }
    let padding = try paddingValue(source, affine, geometry)
    let matrix = try rows(weights, geometry, groups: groups, affine)
    let size = geometry.outputSize(for: shape)
    let filters = weights.shape[0]
    let hasZeros = padding == .zero && geometry.padding != .none
    let layer = try network.append(
      .conv(matrix.signs, geometry, groups: groups, padding: padding),
      named: layerName(call.node), reading: source.layer,
      shape: TensorShape(height: size.y, width: size.x, channels: filters),
      sums(of: matrix.signs.columns, from: source.layer, hasZeros: hasZeros))
    report.noteLayer(network.layers[layer].name, folded: source.folded, of: call.node)
    let bias = try call.optionalConstant(2, "bias")
    guard bias.map({ $0.count == filters }) ?? true else {
      throw Refusal(
        id: "onnx.shape", "\(bias?.count ?? 0) biases, but there are \(filters) filters")
    }
    return .activation(
      Activation(
        layer: layer, axes: window.outputAxes(channels: filters, size: size),
        function: try function(of: matrix, scale: 1, bias: bias?.values)))
  }

  /// Weights in the order (filter, channel, ky, kx) as rows of (ky, kx, channel).
  private func rows(
    _ weights: RealTensor, _ geometry: WindowGeometry, groups: Int,
    _ affine: ChannelFunction.Affine
  ) throws(Refusal) -> WeightRows {
    let channels = weights.shape[1]
    let taps = geometry.taps
    let filtersPerGroup = weights.shape[0] / groups
    let values = weights.values
    return try WeightRows(
      rows: weights.shape[0], columns: taps * channels,
      weight: { row, column in
        values[(row * channels + column % channels) * taps + column / channels]
      },
      channel: { row, column in row / filtersPerGroup * channels + column % channels },
      input: affine)
  }

  /// What a padded pixel is among the values of the network's tensor.
  private func paddingValue(
    _ source: Activation, _ affine: ChannelFunction.Affine, _ geometry: WindowGeometry
  ) throws(Refusal) -> PaddingValue {
    if geometry.padding == .none { return .minusOne }
    let real = ExactNumber(source.border?.value ?? 0)
    let count = max(affine.scale.count, affine.offset.count)
    var found: Set<Int> = []
    for channel in 0..<count {
      // The x for which scale · x + offset is the padding.
      let value = [-1, 0, 1].first { candidate in
        (affine.scale(of: channel) * ExactNumber(candidate))
          .flatMap { $0 + affine.offset(of: channel) }.map { $0 == real } ?? false
      }
      guard let value else { throw .padding }
      found.insert(value)
    }
    guard found.count == 1, let value = found.first else { throw .padding }
    switch (network.layers[source.layer].values, value) {
    case (_, 0): return .zero
    case (.bits, 1): return .plusOne
    case (.bits, _): return .minusOne
    case (.integers, _), (.classIndex, _): throw .padding
    }
  }

  /// A border of constant pixels, for the window behind it.
  mutating func lowerPad(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    var activation = try call.activation(0)
    let mode = call.node.text("mode") ?? "constant"
    guard mode == "constant" else {
      throw Refusal(
        id: "onnx.pad", "the mode is \(UserText.quoted(mode)), but expected 'constant'",
        hint: "hardware pads with one value")
    }
    let pads = try call.optionalConstant(1, "pads")?.integers ?? call.node.integers("pads")
    let given = try call.optionalConstant(2, "value")?.values.first
    let attribute = try call.real("value")
    let value = given ?? attribute ?? 0
    let rank = activation.axes.rank
    guard call.inputs.count < 4, let pads, pads.count == 2 * rank,
      pads.allSatisfy({ (0...4096).contains($0) })
    else {
      throw Refusal(
        id: "onnx.pad",
        "the pads are not \(2 * rank) numbers of 0 to 4096, one for each end of each axis")
    }
    if pads.allSatisfy({ $0 == 0 }) { return .activation(activation) }
    let places = activation.axes.mapAxes
    let stray = (0..<rank).filter { $0 != places?.row && $0 != places?.column }
    guard let places, stray.allSatisfy({ pads[$0] == 0 && pads[$0 + rank] == 0 }) else {
      throw Refusal(
        id: "onnx.pad", "it pads other axes than rows and columns",
        hint: "only maps are padded, and not their channels")
    }
    let rows = places.row.map { (pads[$0], pads[$0 + rank]) } ?? (0, 0)
    activation.border = Activation.Border(
      padding: .init(
        top: rows.0, bottom: rows.1, left: pads[places.column], right: pads[places.column + rank]),
      value: value)
    activation.folded.append(call.node.title)
    return .activation(activation)
  }
}

extension Refusal {
  fileprivate static var padding: Refusal {
    Refusal(
      id: "onnx.padding",
      "the padding is no value of its input's bits (nor exactly between them), nor 0 of integers",
      hint: "pad ±1 maps with 0, +1 or -1, and maps of 0 and 1 with 0")
  }
}
