/// Pools over windows and over whole maps.
enum PoolOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "MaxPool": maxPool,
    "AveragePool": averagePool,
    "GlobalMaxPool": { call throws(EvaluationFailure) in
      try global(call) { $0.max() ?? -.infinity }
    },
    "GlobalAveragePool": { call throws(EvaluationFailure) in
      try global(call) { $0.reduce(0, +) / Double($0.count) }
    },
  ]

  /// The border never wins.
  private static let maxPool: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    try pool(call) { map, places in
      var greatest = -Double.infinity
      for place in places where place >= 0 { greatest = max(greatest, map[map.startIndex + place]) }
      return greatest
    }
  }

  /// The border counts as zeros, if so said; what is beyond it never counts.
  private static let averagePool: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let countsBorder = call.flag("count_include_pad", default: false)
    return try pool(call) { map, places in
      var (sum, count) = (0.0, 0)
      for place in places {
        if place >= 0 { sum += map[map.startIndex + place] }
        if place >= 0 || countsBorder && place == SlidingWindow.border { count += 1 }
      }
      return sum / Double(count)
    }
  }

  /// - Parameter reduce: gives the value of a window from a map and the places in it.
  private static func pool(
    _ call: Evaluation, _ reduce: (ArraySlice<Double>, ArraySlice<Int>) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    let input = try map(call)
    guard let kernel = call.node.integers("kernel_shape") else {
      throw .attribute("kernel_shape", "missing", expected: "the window's sizes")
    }
    let sizes = Array(input.shape[2...])
    guard kernel.count == sizes.count else {
      throw .attribute("kernel_shape", "\(kernel)", expected: "\(sizes.count) sizes")
    }
    let window = try SlidingWindow(call, over: sizes, kernel: kernel)
    let (taps, positions) = (window.taps, window.positions)
    let places = (0..<positions).flatMap { position in
      (0..<taps).map { window.places[$0 * positions + position] }
    }
    let pixels = sizes.reduce(1, *)
    let shape = input.shape[..<2] + window.outputSizes
    var values: [Double] = []
    values.reserveCapacity(try RealTensor.count(of: Array(shape)))
    for map in 0..<input.shape[0] * input.shape[1] {
      let numbers = input.values[map * pixels..<(map + 1) * pixels]
      for position in 0..<positions {
        values.append(reduce(numbers, places[position * taps..<(position + 1) * taps]))
      }
    }
    return [RealTensor(shape: Array(shape), values: values)]
  }

  private static func global(
    _ call: Evaluation, _ reduce: (ArraySlice<Double>) -> Double
  ) throws(EvaluationFailure) -> [RealTensor] {
    let input = try map(call)
    let pixels = input.shape[2...].reduce(1, *)
    let shape = input.shape[..<2] + input.shape[2...].map { _ in 1 }
    let values = (0..<input.shape[0] * input.shape[1]).map {
      reduce(input.values[$0 * pixels..<($0 + 1) * pixels])
    }
    return [RealTensor(shape: Array(shape), values: values)]
  }

  private static func map(_ call: Evaluation) throws(EvaluationFailure) -> RealTensor {
    let input = try call.input(0)
    guard input.shape.count >= 3 else {
      throw EvaluationFailure(
        "an input of shape \(ShapeText.of(input.shape)) has no axes behind batch and channel")
    }
    return input
  }
}
