internal import BNNIR

// Pools. What rises commutes with a maximum, what is affine with a sum.
extension Streamliner {
  mutating func lowerMaxPool(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    var activation = try call.activation(0)
    let isGlobal = call.node.operation == "GlobalMaxPool"
    let (window, geometry) = try self.window(of: call.node, over: activation, isGlobal: isGlobal)
    let shape = network.layers[activation.layer].shape
    let falling = (0..<shape.channels).map { activation.function.direction(of: $0) < 0 }
    if falling.contains(true) {
      // The maximum of −x takes −x: the layer gives it at no cost.
      guard network.negate(falling, of: activation.layer) else {
        throw Refusal(
          id: "onnx.minimum",
          "it takes the maximum of values that fall where the network's tensor rises, a minimum",
          hint: "put the binarizer in front of the pool")
      }
      activation.function = activation.function.negatingArgument(of: falling)
      flipBits(falling, of: activation.layer)
    }
    try checkPadding(geometry, over: shape)
    let size = geometry.outputSize(for: shape)
    let values = network.layers[activation.layer].values
    if case .classIndex = values { throw .unknownOperator(call.node.operation) }
    activation.layer = try network.append(
      .maxPool(geometry), named: layerName(call.node), reading: activation.layer,
      shape: TensorShape(height: size.y, width: size.x, channels: shape.channels), values)
    activation.axes = window.outputAxes(channels: shape.channels, size: size)
    report.noteLayer(network.layers[activation.layer].name, folded: [], of: call.node)
    return .activation(activation)
  }

  mutating func lowerAveragePool(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let isGlobal = call.node.operation == "GlobalAveragePool"
    return .activation(try average(call, isGlobal: isGlobal))
  }

  /// The mean over rows and columns is a global average.
  mutating func lowerReduceMean(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    let rank = activation.axes.rank
    let given = try call.optionalConstant(1, "axes")?.integers ?? call.node.integers("axes")
    guard given != nil || call.node.integer("noop_with_empty_axes") ?? 0 == 0 else {
      return .activation(activation)
    }
    let axes = Set((given ?? Array(0..<rank)).map { $0 < 0 ? $0 + rank : $0 })
    let others = Set(0..<rank).subtracting(axes)
    let takesAll = others.allSatisfy {
      activation.axes.axes[$0].allSatisfy { $0.axis == .channel }
    }
    let takesPixels = axes.allSatisfy { axis in
      (0..<rank).contains(axis) && activation.axes.axes[axis].allSatisfy { $0.axis != .channel }
    }
    guard takesAll, takesPixels else {
      throw Refusal(
        id: "onnx.layout", "it averages other axes than all rows and columns",
        hint: "averages over channels are not built")
    }
    let averaged = try average(call, isGlobal: true)
    let kept = (0..<rank).filter { call.node.integer("keepdims") ?? 1 == 1 || !axes.contains($0) }
    let sizes = kept.map { axes.contains($0) ? 1 : activation.axes.sizes[$0] }
    guard let layout = averaged.axes.reshaped(to: sizes) else {
      throw .unknownOperator("ReduceMean")
    }
    var result = averaged
    result.axes = layout
    return .activation(result)
  }

  /// A sum pool; the division goes into the function.
  private mutating func average(
    _ call: OperatorCall, isGlobal: Bool
  ) throws(Refusal) -> Activation {
    let (source, affine) = try affine(try call.activation(0), for: call.node)
    let shape = network.layers[source.layer].shape
    let geometry: WindowGeometry
    let axes: AxisLayout
    if isGlobal {
      guard source.axes.isMap || call.node.operation == "ReduceMean" else {
        throw Refusal(
          id: "onnx.layout",
          "its input of shape \(ShapeText.of(source.axes.sizes)) is no map in the order batch, channel, "
            + "row, column")
      }
      geometry = .whole(shape)
      axes = AxisLayout(
        [nil, (.channel, shape.channels)]
          + Array(repeating: nil, count: max(0, source.axes.rank - 2)))
    } else {
      let found = try window(of: call.node, over: source, isGlobal: false)
      geometry = found.geometry
      axes = found.window.outputAxes(
        channels: shape.channels, size: geometry.outputSize(for: shape))
    }
    if geometry.padding != .none {
      guard call.node.integer("count_include_pad") ?? 0 == 1,
        affine.offset.allSatisfy({ $0.signum == 0 })
      else {
        throw Refusal(
          id: "onnx.padding",
          "windows at the border divide by fewer pixels, or pad with other values",
          hint: "pad with count_include_pad = 1, or not at all")
      }
      try checkPadding(geometry, over: shape)
    }
    let size = geometry.outputSize(for: shape)
    let layer = try network.append(
      .sumPool(geometry), named: layerName(call.node), reading: source.layer,
      shape: TensorShape(height: size.y, width: size.x, channels: shape.channels),
      pooledSums(of: network.layers[source.layer].values, geometry))
    report.noteLayer(network.layers[layer].name, folded: source.folded, of: call.node)
    let share = ExactNumber(Rational.one / Rational(geometry.taps))
    guard
      let scales = ChannelFunction.combined(affine.scale, [share], { $0 * $1 })
    else { throw .twoRoots }
    return Activation(
      layer: layer, axes: axes, function: ChannelFunction(scale: scales, offset: affine.offset))
  }

  private func pooledSums(
    of values: DraftNetwork.Values, _ geometry: WindowGeometry
  ) -> DraftNetwork.Values {
    let taps = geometry.taps
    switch values {
    case .bits:
      return .integers(-taps...taps, step: geometry.padding == .none ? 2 : 1)
    case .integers(let range, _):
      let low = range.lowerBound * taps
      let high = range.upperBound * taps
      return geometry.padding == .none
        ? .integers(low...high, step: 1) : .integers(min(0, low)...max(0, high), step: 1)
    case .classIndex: preconditionFailure("bnn-hw bug: sums of class indices")
    }
  }

  private func window(
    of node: ONNXNode, over activation: Activation, isGlobal: Bool
  ) throws(Refusal) -> (window: WindowAttributes, geometry: WindowGeometry) {
    let shape = network.layers[activation.layer].shape
    let whole = activation.axes.rank == 4 ? [shape.height, shape.width] : [shape.width]
    let window = try WindowAttributes(node, over: activation, kernel: isGlobal ? whole : nil)
    let geometry = try window.geometry(over: shape)
    guard node.integer("ceil_mode") ?? 0 == 0 || geometry.isExact(over: shape) else {
      throw Refusal(
        id: "onnx.window", "the last window reaches past the map (ceil_mode is 1)",
        hint: "pad the map so that windows fit it")
    }
    return (window, geometry)
  }

  /// As pools of the network have it: padding is narrower than the window, and none sees padding
  /// alone.
  private func checkPadding(
    _ geometry: WindowGeometry, over shape: TensorShape
  ) throws(Refusal) {
    let padding = geometry.padding
    guard max(padding.top, padding.bottom) < geometry.span.y,
      max(padding.left, padding.right) < geometry.span.x
    else {
      throw Refusal(id: "onnx.window", "the padding is as wide as the window")
    }
  }

  /// Values of the graph that were bits of a layer are so with other levels after its negation.
  private mutating func flipBits(_ flipped: [Bool], of layer: Int) {
    for index in binarized.indices where binarized[index].layer == layer {
      let value = binarized[index]
      let function = ChannelFunction(scale: value.levels.scale, offset: value.levels.offset)
        .negatingArgument(of: flipped)
      guard let levels = function.affine else { continue }
      binarized[index] = BinarizedValue(
        name: value.name, layer: layer, axes: value.axes, levels: levels)
    }
  }
}

extension WindowGeometry {
  /// The whole map at once.
  fileprivate static func whole(_ shape: TensorShape) -> WindowGeometry {
    let size = Pair(y: shape.height, x: shape.width)
    return WindowGeometry(
      kernel: size, stride: size, dilation: Pair(y: 1, x: 1), padding: .none)
  }

  /// Whether windows end where the padded map does.
  fileprivate func isExact(over shape: TensorShape) -> Bool {
    let size = padded(shape)
    return (size.y - span.y) % stride.y == 0 && (size.x - span.x) % stride.x == 0
  }
}
