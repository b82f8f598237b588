internal import BNNIR

/// The attributes of a convolution or pool: where its window stands.
struct WindowAttributes {
  private let kernel: [Int]
  private let strides: [Int]
  private let dilations: [Int]
  private let pads: [Int]
  private let automatic: String
  private let border: Activation.Border?
  private let rank: Int

  /// - Parameter kernel: of the weights; nil takes the attribute's.
  init(
    _ node: ONNXNode, over activation: Activation, kernel: [Int]? = nil
  ) throws(Refusal) {
    rank = activation.axes.rank
    guard activation.axes.isMap else {
      throw Refusal(
        id: "onnx.layout",
        "its input of shape \(ShapeText.of(activation.axes.sizes)) is no map in the order batch, channel, "
          + "row, column",
        hint: "one- and two-dimensional maps are built; transpose others, or give --input-layout")
    }
    let spatial = rank - 2
    let attribute = node.integers("kernel_shape")
    guard let size = kernel ?? attribute, attribute.map({ $0 == size }) ?? true else {
      throw Refusal(id: "onnx.window", "kernel_shape is missing, or not that of the weights")
    }
    self.kernel = size
    strides = node.integers("strides") ?? Array(repeating: 1, count: spatial)
    dilations = node.integers("dilations") ?? Array(repeating: 1, count: spatial)
    pads = node.integers("pads") ?? Array(repeating: 0, count: 2 * spatial)
    automatic = node.text("auto_pad") ?? "NOTSET"
    border = activation.border
    let sizes = [size, strides, dilations]
    guard sizes.allSatisfy({ $0.count == spatial && $0.allSatisfy { (1...4096).contains($0) } }),
      pads.count == 2 * spatial, pads.allSatisfy({ (0...4096).contains($0) })
    else {
      throw Refusal(
        id: "onnx.window",
        "kernel \(size), strides \(strides), dilations \(dilations) and pads \(pads) are not \(spatial) "
          + "numbers of 1 to 4096 each, with pads of 0 or more at both ends")
    }
    guard ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(automatic) else {
      throw Refusal(
        id: "onnx.window", "auto_pad is \(UserText.quoted(automatic)), which ONNX does not know")
    }
  }

  /// The window over a map, which it must fit.
  func geometry(over shape: TensorShape) throws(Refusal) -> WindowGeometry {
    let y = padding(0, size: shape.height)
    let x = padding(1, size: shape.width)
    let geometry = WindowGeometry(
      kernel: pair(kernel), stride: pair(strides), dilation: pair(dilations),
      padding: .init(top: y.0, bottom: y.1, left: x.0, right: x.1))
    let size = geometry.padded(shape)
    guard geometry.span.y <= size.y, geometry.span.x <= size.x else {
      throw Refusal(
        id: "onnx.window",
        "the window spans \(geometry.span.y)×\(geometry.span.x) pixels, but the padded map has "
          + "\(size.y)×\(size.x)")
    }
    return geometry
  }

  func outputAxes(channels: Int, size: WindowGeometry.Pair) -> AxisLayout {
    let rows: [(axis: AxisLayout.Axis, size: Int)?] = rank == 4 ? [(.row, size.y)] : []
    return AxisLayout([nil, (.channel, channels)] + rows + [(.column, size.x)])
  }

  /// Maps without rows have one.
  private func pair(_ numbers: [Int]) -> WindowGeometry.Pair {
    rank == 4
      ? .init(y: numbers[0], x: numbers[1]) : .init(y: 1, x: numbers[0])
  }

  /// Pixels before and behind an axis: 0 the rows, 1 the columns.
  private func padding(_ axis: Int, size: Int) -> (Int, Int) {
    let outer =
      axis == 0
      ? (border?.padding.top ?? 0, border?.padding.bottom ?? 0)
      : (border?.padding.left ?? 0, border?.padding.right ?? 0)
    let index = rank == 4 ? axis : axis - 1
    guard index >= 0 else { return outer }
    let own: (Int, Int)
    switch automatic {
    case "VALID": own = (0, 0)
    case "SAME_UPPER", "SAME_LOWER":
      let width = size + outer.0 + outer.1
      let outputs = (width + strides[index] - 1) / strides[index]
      let span = (kernel[index] - 1) * dilations[index] + 1
      let total = max(0, (outputs - 1) * strides[index] + span - width)
      own =
        automatic == "SAME_UPPER"
        ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
    default: own = (pads[index], pads[index + kernel.count])
    }
    return (outer.0 + own.0, outer.1 + own.1)
  }

  /// Whether it pads itself, besides what a Pad did.
  func padsItself(over shape: TensorShape) throws(Refusal) -> Bool {
    try geometry(over: shape).padding != (border?.padding ?? .none)
  }
}
