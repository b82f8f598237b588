internal import BNNIR

/// Where the window of a convolution or pool stands on a map of one or more spatial axes.
struct SlidingWindow {
  /// Marks in `places`: outside of the map, in its border; and beyond the border, where `ceil_mode`
  /// lets a window reach.
  static let border = -1
  static let beyond = -2

  /// Sizes of the output.
  let outputSizes: [Int]
  /// How many places a window has.
  let taps: Int
  /// For each tap and, inside, each position of the window, the index in the map or a mark.
  let places: [Int]

  var positions: Int { outputSizes.reduce(1, *) }

  init(
    _ call: Evaluation, over sizes: [Int], kernel: [Int]
  ) throws(EvaluationFailure) {
    let axes = try sizes.indices.map { axis throws(EvaluationFailure) in
      try Axis(call, axis, of: sizes, kernel: kernel)
    }
    outputSizes = axes.map(\.outputs)
    taps = try RealTensor.count(of: kernel)
    _ = try RealTensor.count(of: outputSizes + kernel)
    var places = [0]
    for axis in axes { places = axis.extended(places) }
    // Taps and positions of the axes alternate; all taps go to the front.
    let order = (0..<2).flatMap { half in sizes.indices.map { 2 * $0 + half } }
    let alternating = RealTensor(
      shape: zip(kernel, outputSizes).flatMap { [$0, $1] }, values: places.map { Double($0) })
    self.places = try alternating.transposed(order).values.map { Int($0) }
  }
}

/// One axis of a window's walk.
private struct Axis {
  let size: Int
  let kernel: Int
  let outputs: Int
  private let stride: Int
  private let dilation: Int
  private let before: Int
  private let after: Int

  init(
    _ call: Evaluation, _ axis: Int, of sizes: [Int], kernel: [Int]
  ) throws(EvaluationFailure) {
    let node = call.node
    size = sizes[axis]
    self.kernel = try Self.number(kernel, axis, of: sizes, name: "kernel_shape", in: 1...1 << 20)
    stride =
      try Self.number(
        node.integers("strides"), axis, of: sizes, name: "strides", in: 1...1 << 20) ?? 1
    dilation =
      try Self.number(
        node.integers("dilations"), axis, of: sizes, name: "dilations", in: 1...1 << 20) ?? 1
    let reach = (self.kernel - 1) * dilation + 1
    let mode = node.text("auto_pad") ?? "NOTSET"
    switch mode {
    case "NOTSET":
      let both = Array(repeating: sizes, count: 2).flatMap(\.self)
      before =
        try Self.number(
          node.integers("pads"), axis, of: both, name: "pads", in: 0...1 << 20) ?? 0
      after =
        try Self.number(
          node.integers("pads"), axis + sizes.count, of: both, name: "pads", in: 0...1 << 20) ?? 0
    case "VALID": (before, after) = (0, 0)
    case "SAME_UPPER", "SAME_LOWER":
      let total = max(0, ((size + stride - 1) / stride - 1) * stride + reach - size)
      before = mode == "SAME_UPPER" ? total / 2 : total - total / 2
      after = total - before
    default:
      throw .attribute("auto_pad", UserText.quoted(mode), expected: "SAME_UPPER or the like")
    }
    let room = size + before + after - reach
    guard room >= 0 else {
      throw EvaluationFailure(
        "a window that spans \(reach) does not fit into \(size + before + after) with its border")
    }
    outputs = Self.outputs(
      room, stride, isRoundedUp: call.flag("ceil_mode", default: false), lastStart: size + before)
  }

  /// No window starts behind the map, in its border or beyond.
  private static func outputs(
    _ room: Int, _ stride: Int, isRoundedUp: Bool, lastStart: Int
  ) -> Int {
    guard isRoundedUp else { return room / stride + 1 }
    let outputs = (room + stride - 1) / stride + 1
    return (outputs - 1) * stride >= lastStart ? outputs - 1 : outputs
  }

  /// The number of an axis; nil if the attribute is left out.
  private static func number(
    _ values: [Int]?, _ axis: Int, of sizes: [Int], name: String, in range: ClosedRange<Int>
  ) throws(EvaluationFailure) -> Int? {
    try values.map { values throws(EvaluationFailure) in
      try number(values, axis, of: sizes, name: name, in: range)
    }
  }

  private static func number(
    _ values: [Int], _ axis: Int, of sizes: [Int], name: String, in range: ClosedRange<Int>
  ) throws(EvaluationFailure) -> Int {
    guard values.count == sizes.count, range.contains(values[axis]) else {
      throw .attribute(
        name, "\(values)", expected: "\(sizes.count) numbers of at least \(range.lowerBound)")
    }
    return values[axis]
  }

  /// The places on the axes up to this one from those on the axes before it.
  func extended(_ places: [Int]) -> [Int] {
    places.flatMap { place in
      (0..<kernel).flatMap { tap in
        (0..<outputs).map { output in
          let own = output * stride + tap * dilation - before
          if place == SlidingWindow.beyond || own >= size + after { return SlidingWindow.beyond }
          if place == SlidingWindow.border || own < 0 || own >= size { return SlidingWindow.border }
          return place * size + own
        }
      }
    }
  }
}
