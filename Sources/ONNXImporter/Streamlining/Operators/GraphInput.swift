internal import BNNIR

// How pixels enter the graph.
extension Streamliner {
  /// The input layer, and what the graph's input is of a pixel.
  mutating func makeInput(readBy nodes: [ONNXNode]) throws(Refusal) -> Activation {
    let input = graph.inputs[0]
    guard let shape = input.shape else { throw .inputShape("has no shape") }
    let sizes = shape.enumerated().map { $0.offset == 0 ? 1 : $0.element }
    let known = sizes.compactMap(\.self)
    guard (2...4).contains(sizes.count), known.count == sizes.count,
      known.allSatisfy({ (1...1 << 24).contains($0) }),
      known.dropFirst().reduce(1.0, { $0 * Double($1) }) <= 0x1p24
    else {
      let text = shape.map { $0.map(String.init) ?? "?" }.joined(separator: "×")
      throw .inputShape("has shape \(text)")
    }
    let isLast = options.layout.map { $0 == .channelsLast } ?? isChannelsLast(known, nodes)
    let layout = Self.layout(known, isChannelsLast: isLast, isMap: isRead(byWindows: nodes))
    inputAxes = layout.axes
    let pixels = options.pixels ?? annotatedPixels ?? .uint8
    let function = pixelFunction(pixels, readBy: nodes)
    let layer = InputLayer(shape: layout.shape, pixels: pixels, encoding: .identity)
    _ = try network.append(
      .input(layer), named: "image", reading: nil, shape: layout.shape,
      pixels == .bit ? .bits : .integers(pixels.range, step: 1))
    return Activation(layer: 0, axes: layout.axes, function: function)
  }

  private static func layout(
    _ sizes: [Int], isChannelsLast: Bool, isMap: Bool
  ) -> (axes: AxisLayout, shape: TensorShape) {
    switch sizes.count {
    case 2:
      return (AxisLayout([nil, (.channel, sizes[1])]), TensorShape(vector: sizes[1]))
    case 3 where !isMap:
      return (
        AxisLayout([nil, (.row, sizes[1]), (.column, sizes[2])]),
        TensorShape(height: sizes[1], width: sizes[2], channels: 1)
      )
    case 3:
      let (channels, columns) = isChannelsLast ? (sizes[2], sizes[1]) : (sizes[1], sizes[2])
      let axes: [(axis: AxisLayout.Axis, size: Int)?] =
        isChannelsLast
        ? [nil, (.column, columns), (.channel, channels)]
        : [nil, (.channel, channels), (.column, columns)]
      return (AxisLayout(axes), TensorShape(height: 1, width: columns, channels: channels))
    default:
      let (channels, rows, columns) =
        isChannelsLast ? (sizes[3], sizes[1], sizes[2]) : (sizes[1], sizes[2], sizes[3])
      let axes: [(axis: AxisLayout.Axis, size: Int)?] =
        isChannelsLast
        ? [nil, (.row, rows), (.column, columns), (.channel, channels)]
        : [nil, (.channel, channels), (.row, rows), (.column, columns)]
      return (AxisLayout(axes), TensorShape(height: rows, width: columns, channels: channels))
    }
  }

  /// Keras' order: the graph transposes it for its convolutions, or the sizes look like it.
  private func isChannelsLast(_ sizes: [Int], _ nodes: [ONNXNode]) -> Bool {
    let windows: Set<String> = ["Conv", "MaxPool", "AveragePool"]
    for node in nodes where windows.contains(node.operation) || node.operation == "Transpose" {
      guard node.operation == "Transpose", !node.inputs.allSatisfy({ graph.constants[$0] != nil })
      else { continue }
      let permutation = node.integers("perm") ?? []
      return permutation == [0, 3, 1, 2] || permutation == [0, 2, 1]
    }
    return Self.looksLikeChannelsLast(sizes)
  }

  private func isRead(byWindows nodes: [ONNXNode]) -> Bool {
    nodes.contains { ["Conv", "MaxPool", "AveragePool"].contains($0.operation) }
  }

  /// The type that FINN notes for the input.
  private var annotatedPixels: InputLayer.PixelType? {
    switch graph.annotatedTypes[graph.inputs[0].name] {
    case "UINT8": .uint8
    case "INT8": .int8
    case "BIPOLAR": .bit
    default: nil
    }
  }

  /// Pixels as they come where the graph divides them itself; else a 255th of them, as ToTensor and
  /// its like make them.
  private mutating func pixelFunction(
    _ pixels: InputLayer.PixelType, readBy nodes: [ONNXNode]
  ) -> ChannelFunction {
    let isDivided = nodes.prefix(4).contains { node in
      let constants = node.inputs.compactMap { graph.constants[$0] }.flatMap(\.values)
      if constants.isEmpty { return false }
      switch node.operation {
      case "Div": return constants.allSatisfy { $0 >= 100 }
      case "Mul": return constants.allSatisfy { $0 > 0 && $0 <= 0.01 }
      default: return false
      }
    }
    let isPlain =
      pixels != .uint8 || isDivided || graph.annotatedTypes[graph.inputs[0].name] != nil
    let scale = options.inputScale.map { Rational($0) }
    let standard = isPlain ? Rational.one : Rational.one / Rational(255)
    let offset = options.inputOffset ?? 0
    let factor = scale ?? standard
    report.noteInput(pixels, scale: factor.approximation, offset: offset, isGuess: scale == nil)
    return ChannelFunction(
      scale: [ExactNumber(factor)], offset: [ExactNumber(offset)])
  }
}

extension Refusal {
  fileprivate static func inputShape(_ problem: String) -> Refusal {
    Refusal(
      id: "onnx.input",
      "the input \(problem), but expected a batch and one to three known sizes",
      hint: "export with a fixed image size; the batch may stay open")
  }
}
