internal import BNNIR

/// What the axes of an ONNX tensor are in the network: which of them, outermost first, each goes
/// through. The batch is one frame, so that axes of one element mean nothing and are left out.
///
/// A map of 64 channels in the order of ONNX is [[], [channel], [row], [column]]; flattened it is
/// [[], [channel, row, column]].
struct AxisLayout: Hashable, Sendable {
  enum Axis: Hashable, Sendable {
    case channel
    case row
    case column
  }

  /// A network axis with more than one element.
  struct Part: Hashable, Sendable {
    let axis: Axis
    let size: Int
  }

  let axes: [[Part]]

  var sizes: [Int] { axes.map(Self.size) }
  var rank: Int { axes.count }
  private var parts: [Part] { axes.flatMap(\.self) }

  static func size(_ parts: [Part]) -> Int { parts.reduce(1) { $0 * $1.size } }

  /// The axes of a tensor, outermost first; nil stands for the batch.
  init(_ axes: [(axis: Axis, size: Int)?]) {
    self.axes = axes.map { axis in
      guard let axis, axis.size > 1 else { return [] }
      return [Part(axis: axis.axis, size: axis.size)]
    }
  }

  private init(axes: [[Part]]) {
    self.axes = axes
  }

  func transposed(_ permutation: [Int]) -> AxisLayout {
    AxisLayout(axes: permutation.map { axes[$0] })
  }

  /// The same elements in the same order on axes of these sizes; nil if that cuts a network axis.
  func reshaped(to sizes: [Int]) -> AxisLayout? {
    var open = parts[...]
    var result: [[Part]] = []
    for size in sizes {
      var taken: [Part] = []
      while Self.size(taken) < size, let next = open.popFirst() { taken.append(next) }
      guard Self.size(taken) == size else { return nil }
      result.append(taken)
    }
    return open.isEmpty ? AxisLayout(axes: result) : nil
  }

  /// The same with this many channels on the last axis.
  func replacingLast(with channels: Int) -> AxisLayout {
    let last = channels > 1 ? [Part(axis: .channel, size: channels)] : []
    return AxisLayout(axes: axes.dropLast() + [last])
  }

  /// Whether axis `index` is this network axis alone, or nothing.
  func isOnly(_ axis: Axis, _ index: Int) -> Bool {
    axes[index].allSatisfy { $0.axis == axis }
  }

  /// Where the rows and columns of a map are, in ONNX's order or another; nil if that is not clear.
  var mapAxes: (row: Int?, column: Int)? {
    if isMap { return (rank == 4 ? 2 : nil, rank - 1) }
    guard let row = axes.firstIndex(where: { $0.map(\.axis) == [.row] }),
      let column = axes.firstIndex(where: { $0.map(\.axis) == [.column] })
    else { return nil }
    return (row, column)
  }

  /// Whether the axes are those of maps in ONNX: batch, channel, row and column, or without rows.
  var isMap: Bool {
    switch rank {
    case 4: axes[0].isEmpty && isOnly(.channel, 1) && isOnly(.row, 2) && isOnly(.column, 3)
    case 3: axes[0].isEmpty && isOnly(.channel, 1) && isOnly(.column, 2)
    default: false
    }
  }

  /// For each element of the tensor, in its order, the element of a network tensor.
  func elements(in shape: TensorShape) -> [Int] {
    Self.coordinates(of: axes.flatMap(\.self)).map {
      ($0.row * shape.width + $0.column) * shape.channels + $0.channel
    }
  }

  /// For each element of the parts, in their order, the network coordinates.
  static func coordinates(of parts: [Part]) -> [Coordinates] {
    parts.reduce([Coordinates()]) { outer, part in
      outer.flatMap { start in (0..<part.size).map { start.with(part.axis, $0) } }
    }
  }

  struct Coordinates: Hashable {
    var channel = 0
    var row = 0
    var column = 0

    func with(_ axis: Axis, _ value: Int) -> Coordinates {
      var result = self
      switch axis {
      case .channel: result.channel = value
      case .row: result.row = value
      case .column: result.column = value
      }
      return result
    }
  }

  /// The constant's value for each channel, one for all if it is the same everywhere; nil if it
  /// differs between pixels or does not fit.
  func channelValues(of constant: RealTensor) -> [Double]? {
    if constant.count == 1 { return constant.shape.count <= rank ? constant.values : nil }
    let missing = rank - constant.shape.count
    guard missing >= 0 else { return nil }
    let shape = Array(repeating: 1, count: missing) + constant.shape
    let fits = zip(shape, sizes).allSatisfy { $0 == 1 || $0 == $1 }
    guard fits else { return nil }
    let kept = zip(axes, shape).flatMap { parts, size in size == 1 ? [] : parts }
    var channels: [Double?] = []
    for (coordinates, value) in zip(Self.coordinates(of: kept), constant.values) {
      while channels.count <= coordinates.channel { channels.append(nil) }
      let known = channels[coordinates.channel]
      guard known == nil || known == value else { return nil }
      channels[coordinates.channel] = value
    }
    return channels.compactMap(\.self)
  }
}
