internal import BNNIR

/// Where the window of a convolution or pool stands on a map of one or more spatial axes.
struct SlidingWindow {
  /// Marks in `places`: outside of the map, in its border; and beyond the border, where `ceil_mode`
  /// lets a window reach.
  static let border = -1
  static let beyond = -2

  /// More than the largest network in use needs by far, and little memory.
  private static let maximumPlaces = 1 << 24

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
    guard try RealTensor.count(of: outputSizes + kernel) <= Self.maximumPlaces else {
      throw .tooLarge(outputSizes + kernel)
    }
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
  let kernel: Int
  let outputs: Int
  private let size: Int
  private let stride: Int
  private let dilation: Int
  private let before: Int
  private let after: Int

  init(
    _ call: Evaluation, _ axis: Int, of sizes: [Int], kernel: [Int]
  ) throws(EvaluationFailure) {
    let count = sizes.count
    size = sizes[axis]
    self.kernel = try Self.number("kernel_shape", kernel, axis, of: count, in: 1...4096)
    stride = try Self.number("strides", call, axis, of: count, in: 1...4096, default: 1)
    dilation = try Self.number("dilations", call, axis, of: count, in: 1...4096, default: 1)
    let reach = (self.kernel - 1) * dilation + 1
    (before, after) = try Self.border(
      call, axis, of: count, missing: ((size + stride - 1) / stride - 1) * stride + reach - size)
    let room = size + before + after - reach
    guard room >= 0 else {
      throw EvaluationFailure(
        "a window that spans \(reach) does not fit into \(size + before + after) with its border")
    }
    outputs = Self.outputs(
      room, stride, isRoundedUp: call.flag("ceil_mode", default: false), lastStart: size + before)
  }

  /// Border before and behind the map.
  ///
  /// - Parameter missing: how much of it an output for every stride of the input takes.
  private static func border(
    _ call: Evaluation, _ axis: Int, of count: Int, missing: Int
  ) throws(EvaluationFailure) -> (before: Int, after: Int) {
    let total = max(0, missing)
    switch call.node.text("auto_pad") ?? "NOTSET" {
    case "NOTSET":
      let pad = { (index: Int) throws(EvaluationFailure) in
        try number("pads", call, index, of: 2 * count, in: 0...4096, default: 0)
      }
      return (try pad(axis), try pad(axis + count))
    case "VALID": return (0, 0)
    case "SAME_UPPER": return (total / 2, total - total / 2)
    case "SAME_LOWER": return (total - total / 2, total / 2)
    case let mode:
      throw .attribute("auto_pad", UserText.quoted(mode), expected: "SAME_UPPER or the like")
    }
  }

  /// No window starts behind the map, in its border or beyond.
  private static func outputs(
    _ room: Int, _ stride: Int, isRoundedUp: Bool, lastStart: Int
  ) -> Int {
    guard isRoundedUp else { return room / stride + 1 }
    let outputs = (room + stride - 1) / stride + 1
    return (outputs - 1) * stride >= lastStart ? outputs - 1 : outputs
  }

  private static func number(
    _ name: String, _ call: Evaluation, _ index: Int, of count: Int, in range: ClosedRange<Int>,
    default standard: Int
  ) throws(EvaluationFailure) -> Int {
    guard let values = call.node.integers(name) else { return standard }
    return try number(name, values, index, of: count, in: range)
  }

  private static func number(
    _ name: String, _ values: [Int], _ index: Int, of count: Int, in range: ClosedRange<Int>
  ) throws(EvaluationFailure) -> Int {
    guard values.count == count, range.contains(values[index]) else {
      throw .attribute(
        name, "\(values)",
        expected: "\(count) numbers from \(range.lowerBound) to \(range.upperBound)")
    }
    return values[index]
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
