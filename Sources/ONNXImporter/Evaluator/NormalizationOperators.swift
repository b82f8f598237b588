internal import Foundation

/// Operators that bring numbers to a common scale.
enum NormalizationOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "BatchNormalization": batchNormalization,
    "Softmax": { call throws(EvaluationFailure) in
      try alongAxis(call) { row in
        let greatest = row.max() ?? 0
        let powers = row.map { exp($0 - greatest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
      }
    },
    "LogSoftmax": { call throws(EvaluationFailure) in
      try alongAxis(call) { row in
        let greatest = row.max() ?? 0
        let logarithm = greatest + log(row.reduce(0) { $0 + exp($1 - greatest) })
        return row.map { $0 - logarithm }
      }
    },
  ]

  /// `(x − mean) / √(variance + epsilon) · scale + bias` of each channel, the second axis.
  private static let batchNormalization: OperatorEvaluator.Operation = {
    call throws(EvaluationFailure) in
    guard !call.flag("training_mode", default: false) else {
      throw EvaluationFailure("batch normalization is in training mode")
    }
    guard call.flag("spatial", default: true) else {
      throw EvaluationFailure("batch normalization is not by channel")
    }
    let input = try call.input(0)
    guard input.shape.count >= 2 else {
      throw EvaluationFailure("an input of shape \(ShapeText.of(input.shape)) has no channels")
    }
    let channels = [input.shape[1]] + input.shape[2...].map { _ in 1 }
    let scale = try call.input(1).reshaped(channels)
    let bias = try call.input(2).reshaped(channels)
    let mean = try call.input(3).reshaped(channels)
    let epsilon = call.real("epsilon", default: 1e-5)
    let deviation = try call.input(4).reshaped(channels).map { ($0 + epsilon).squareRoot() }
    let centred = try input.combined(with: mean, -).combined(with: deviation, /)
    return [try centred.combined(with: scale, *).combined(with: bias, +)]
  }

  /// Before operator set 13, all axes from the given one on are one axis.
  private static func alongAxis(
    _ call: Evaluation, _ transform: (ArraySlice<Double>) -> [Double]
  ) throws(EvaluationFailure) -> [RealTensor] {
    let input = try call.input(0)
    guard call.operatorSet < 13 else {
      let rows = try AxisRows(input, axis: call.node.integer("axis") ?? -1)
      return [try rows.map(newLength: rows.length, transform)]
    }
    let axis = try Evaluation.axis(call.node.integer("axis") ?? 1, rank: input.shape.count)
    let sizes = input.shape
    let flat = try input.reshaped([sizes[..<axis].reduce(1, *), sizes[axis...].reduce(1, *)])
    let rows = try AxisRows(flat, axis: 1)
    return [try rows.map(newLength: rows.length, transform).reshaped(sizes)]
  }
}
