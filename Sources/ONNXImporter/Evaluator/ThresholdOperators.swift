internal import BNNIR

/// The operators of FINN on levels.
enum ThresholdOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "MultiThreshold": multiThreshold,
    "XnorPopcountMatMul": popcountProduct,
  ]

  /// `scale · |{t : x ≥ t}| + bias`, with a row of thresholds for each channel or one for all.
  private static let multiThreshold: OperatorEvaluator.Operation = {
    call throws(EvaluationFailure) in
    let (input, thresholds) = (try call.input(0), try call.input(1))
    let axis = try channelAxis(call, rank: input.shape.count)
    guard thresholds.shape.count == 2, axis < input.shape.count,
      [1, input.shape[axis]].contains(thresholds.shape[0])
    else {
      throw EvaluationFailure(
        "thresholds of shape \(ShapeText.of(thresholds.shape)) do not fit an input of shape "
          + ShapeText.of(input.shape))
    }
    let (rows, steps) = (thresholds.shape[0], thresholds.shape[1])
    let inner = input.shape[(axis + 1)...].reduce(1, *)
    let scale = call.real("out_scale", default: 1)
    let bias = call.real("out_bias", default: 0)
    let values = thresholds.values.withUnsafeBufferPointer { limits in
      input.values.enumerated().map { index, value in
        let row = rows == 1 ? 0 : index / inner % rows
        var level = 0
        for step in 0..<steps where value >= limits[row * steps + step] { level += 1 }
        return scale * Double(level) + bias
      }
    }
    return [RealTensor(shape: input.shape, values: values)]
  }

  /// Where the letter C stands in the layout; without one, second, but last of three axes.
  private static func channelAxis(
    _ call: Evaluation, rank: Int
  ) throws(EvaluationFailure) -> Int {
    let layout = call.node.text("data_layout") ?? ""
    if layout.isEmpty { return rank == 3 ? 2 : 1 }
    guard layout.count == rank else {
      throw .attribute("data_layout", UserText.quoted(layout), expected: "one of \(rank) axes")
    }
    return Array(layout).firstIndex(of: "C") ?? 1
  }

  /// How many bits agree, in the product of matrices of bits.
  private static let popcountProduct: OperatorEvaluator.Operation = {
    call throws(EvaluationFailure) in
    let inputs = [try call.input(0), try call.input(1)]
    let signs = inputs.map { $0.map { 2 * $0 - 1 } }
    let product = try MatrixOperators.product(signs[0], signs[1])
    let count = Double(inputs[0].shape.last ?? 0)
    return [product.map { ($0 + count) * 0.5 }]
  }
}
