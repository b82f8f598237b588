internal import BNNIR

// What moves axes: nothing in the network moves, only where the graph sees it.
extension Streamliner {
  func lowerShape(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let sizes = try call.activation(0).axes.sizes
    let count = sizes.count
    let bound = { (name: String, standard: Int) in
      let index = call.node.integer(name) ?? standard
      return min(max(index < 0 ? index + count : index, 0), count)
    }
    let range = bound("start", 0)..<max(bound("start", 0), bound("end", count))
    let kept = sizes[range].map { Double($0) }
    return .constant(RealTensor(shape: [kept.count], values: kept))
  }

  mutating func lowerReshape(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    var activation = try call.activation(0)
    let sizes = try wantedSizes(call, activation.axes)
    if let layout = activation.axes.reshaped(to: sizes) {
      activation.axes = layout
    } else if let layout = splitInput(activation, to: sizes) {
      activation.axes = layout
    } else {
      throw Refusal(
        id: "onnx.layout",
        "shape \(ShapeText.of(activation.axes.sizes)) cannot become \(ShapeText.of(sizes)) without cutting "
          + "channels, rows or columns apart",
        hint: "only whole axes can be joined and separated")
    }
    return .activation(activation)
  }

  private func wantedSizes(
    _ call: OperatorCall, _ axes: AxisLayout
  ) throws(Refusal) -> [Int] {
    let sizes = axes.sizes
    let rank = sizes.count
    switch call.node.operation {
    case "Flatten":
      let axis = call.node.integer("axis") ?? 1
      guard (-rank...rank).contains(axis) else { throw .axis(axis, rank) }
      let split = axis < 0 ? axis + rank : axis
      return [sizes[..<split].reduce(1, *), sizes[split...].reduce(1, *)]
    case "Squeeze", "Unsqueeze":
      let isSqueeze = call.node.operation == "Squeeze"
      let given =
        try call.optionalConstant(1, "axes")?.integers ?? call.node.integers("axes")
      return try Self.squeezed(sizes, axes: given, isSqueeze: isSqueeze)
    default:
      let target = try call.constant(1, "shape")
      guard let wanted = target.integers else { throw .shapeValue }
      return try Self.resolved(wanted, from: sizes, allowsZero: call.node.integer("allowzero") == 1)
    }
  }

  private static func squeezed(
    _ sizes: [Int], axes: [Int]?, isSqueeze: Bool
  ) throws(Refusal) -> [Int] {
    let rank = sizes.count + (isSqueeze ? 0 : axes?.count ?? 0)
    let all = isSqueeze ? sizes.indices.filter { sizes[$0] == 1 } : []
    let chosen = Set((axes ?? all).map { $0 < 0 ? $0 + rank : $0 })
    guard chosen.allSatisfy({ (0..<rank).contains($0) }), chosen.count == (axes ?? all).count else {
      throw .shapeValue
    }
    if isSqueeze {
      guard chosen.allSatisfy({ sizes[$0] == 1 }) else { throw .shapeValue }
      return sizes.indices.filter { !chosen.contains($0) }.map { sizes[$0] }
    }
    var rest = sizes[...]
    return (0..<rank).map { chosen.contains($0) ? 1 : rest.popFirst() ?? 1 }
  }

  /// 0 keeps a size, −1 takes what is left.
  private static func resolved(
    _ wanted: [Int], from sizes: [Int], allowsZero: Bool
  ) throws(Refusal) -> [Int] {
    var result: [Int] = []
    for (index, size) in wanted.enumerated() {
      let keeps = size == 0 && !allowsZero
      guard size >= -1, size != 0 || keeps, !keeps || index < sizes.count, size < 1 << 32 else {
        throw .shapeValue
      }
      result.append(keeps ? sizes[index] : size)
    }
    let known = result.filter { $0 > 0 }.reduce(1) {
      $0.multipliedReportingOverflow(by: $1).partialValue
    }
    let total = sizes.reduce(1, *)
    guard result.count(where: { $0 == -1 }) <= 1, known > 0, total % known == 0 else {
      throw .shapeValue
    }
    return result.map { $0 == -1 ? total / known : $0 }
  }

  /// A flat input that is cut into a map: its order is that of the map, as long as no layer read
  /// it.
  private mutating func splitInput(_ activation: Activation, to sizes: [Int]) -> AxisLayout? {
    let shape = network.input.shape
    let kept = sizes.filter { $0 > 1 }
    guard activation.layer == 0, !network.isRead(0), shape.pixels == 1, sizes.count == 4,
      activation.function.isUniform, kept.reduce(1, *) == shape.channels
    else { return nil }
    let isLastChannels = Self.looksLikeChannelsLast(sizes)
    let (channels, rows, columns) =
      isLastChannels ? (sizes[3], sizes[1], sizes[2]) : (sizes[1], sizes[2], sizes[3])
    let layout: AxisLayout =
      isLastChannels
      ? AxisLayout([nil, (.row, rows), (.column, columns), (.channel, channels)])
      : AxisLayout([nil, (.channel, channels), (.row, rows), (.column, columns)])
    guard let flat = layout.reshaped(to: inputAxes.sizes) else { return nil }
    inputAxes = flat
    relabel(binarizedOf: 0, to: layout)
    network.reshapeInput(TensorShape(height: rows, width: columns, channels: channels))
    return layout
  }

  static func looksLikeChannelsLast(_ sizes: [Int]) -> Bool {
    let few = [1, 3, 4]
    return sizes.count == 4 && few.contains(sizes[3]) && !few.contains(sizes[1])
  }

  func lowerTranspose(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    var activation = try call.borderedActivation(0)
    let rank = activation.axes.rank
    let permutation = call.node.integers("perm") ?? Array((0..<rank).reversed())
    guard permutation.sorted() == Array(0..<rank) else {
      throw Refusal(id: "onnx.shape", "perm \(permutation) is no order of \(rank) axes")
    }
    activation.axes = activation.axes.transposed(permutation)
    return .activation(activation)
  }

  /// Numbers pass if they are what the type can hold.
  mutating func lowerCast(_ call: OperatorCall) throws(Refusal) -> GraphValue {
    let activation = try call.activation(0)
    guard let type = CastTarget(code: call.node.integer("to") ?? 1) else {
      return .activation(activation)
    }
    if case .classIndex = network.layers[activation.layer].values { return .activation(activation) }
    let (source, affine) = try affine(activation, for: call.node)
    let isBits = if case .bits = network.layers[source.layer].values { true } else { false }
    let count = max(affine.scale.count, affine.offset.count)
    let ends: [Int]
    switch network.layers[source.layer].values {
    case .bits: ends = [-1, 1]
    case .integers(let range, _): ends = [0, 1, range.lowerBound, range.upperBound]
    case .classIndex: ends = []
    }
    let holds = (0..<count).allSatisfy { channel in
      ends.allSatisfy { end in
        guard let value = source.function.value(at: end, channel: channel)?.fraction else {
          return false
        }
        return value.isWhole && value.magnitude <= Rational(type.largestWhole)
          && (value.signum >= 0 || type.hasSign)
      }
    }
    guard holds, isBits || type != .boolean else {
      throw Refusal(
        id: "onnx.cast", "it rounds values to fewer bits, or to integers",
        hint: "cast to float32, or only what has whole values, such as the result of a comparison")
    }
    return .activation(source)
  }
}

/// ONNX's data types but for 32- and 64-bit floats, which hold all numbers of a network.
private enum CastTarget: Equatable {
  case boolean
  case integer(hasSign: Bool)
  /// With so many whole numbers from 0 on.
  case shortFloat(Int)

  init?(code: Int) {
    switch code {
    case 1, 11: return nil
    case 9: self = .boolean
    case 10: self = .shortFloat(1 << 11)
    case 16: self = .shortFloat(1 << 8)
    // UINT8, UINT16, UINT32 and UINT64.
    case 2, 4, 12, 13: self = .integer(hasSign: false)
    default: self = .integer(hasSign: true)
    }
  }

  var hasSign: Bool {
    switch self {
    case .boolean: false
    case .integer(let hasSign): hasSign
    case .shortFloat: true
    }
  }

  var largestWhole: Int {
    switch self {
    case .boolean: 1
    // The shortest integers end there.
    case .integer: 127
    case .shortFloat(let count): count
    }
  }
}

extension Refusal {
  fileprivate static func axis(_ axis: Int, _ rank: Int) -> Refusal {
    Refusal(id: "onnx.shape", "axis \(axis) of a value with \(rank) axes")
  }

  fileprivate static var shapeValue: Refusal {
    Refusal(id: "onnx.shape", "the sizes or axes that it asks for do not fit its input")
  }
}
