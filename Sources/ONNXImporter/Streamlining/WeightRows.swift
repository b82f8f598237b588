internal import BNNIR

/// A matrix of weights that has one magnitude in each row: signs, and a scale for each row.
struct WeightRows {
  let signs: BitMatrix
  let scales: [ExactNumber]
  /// Σ w · offset of a row's inputs, where these are not plain ±1 or integers.
  let offsets: [ExactNumber]

  /// - Parameters:
  ///   - weight: of a row and a column, in the network's order.
  ///   - channel: of the input's tensor, for a column of a row.
  ///   - input: what the inputs are of that tensor's values.
  init(
    rows: Int, columns: Int, weight: (_ row: Int, _ column: Int) -> Double,
    channel: (_ row: Int, _ column: Int) -> Int, input: ChannelFunction.Affine
  ) throws(Refusal) {
    var signs = BitMatrix(rows: rows, columns: columns)
    var scales: [ExactNumber] = []
    var offsets: [ExactNumber] = []
    let isUniform = input.scale.count == 1
    let isNegative = input.scale.map { $0.signum < 0 }
    for row in 0..<rows {
      let magnitude = abs(weight(row, 0))
      for column in 0..<columns {
        let value = weight(row, column)
        guard abs(value) == magnitude else {
          throw .realWeights(row: row, abs(weight(row, 0)), abs(value))
        }
        let flip = isNegative[isUniform ? 0 : channel(row, column)]
        if (value > 0) != flip || magnitude == 0 { signs[row, column] = true }
      }
      let scale = try Self.scale(of: row, columns, channel, input)
      guard let product = scale * ExactNumber(magnitude) else { throw .twoRoots }
      scales.append(product)
      offsets.append(try Self.offset(of: row, columns, weight, channel, input))
    }
    self.signs = signs
    self.scales = scales
    self.offsets = offsets
  }

  /// The magnitude of the inputs' scales, which must be one for all columns of a row.
  private static func scale(
    of row: Int, _ columns: Int, _ channel: (Int, Int) -> Int, _ input: ChannelFunction.Affine
  ) throws(Refusal) -> ExactNumber {
    if input.scale.count == 1 { return input.scale[0].magnitude }
    let first = input.scale[channel(row, 0)].magnitude
    for column in 1..<max(columns, 1)
    where input.scale[channel(row, column)].magnitude != first {
      throw Refusal(
        id: "onnx.input-scale",
        "channels \(channel(row, 0)) and \(channel(row, column)) of its input have different scales",
        hint: "scales of single channels can fold into a binarizer, not through a matrix")
    }
    return first
  }

  private static func offset(
    of row: Int, _ columns: Int, _ weight: (Int, Int) -> Double, _ channel: (Int, Int) -> Int,
    _ input: ChannelFunction.Affine
  ) throws(Refusal) -> ExactNumber {
    if input.offset.count == 1 {
      if input.offset[0].signum == 0 { return .zero }
      let positive = (0..<columns).count { weight(row, $0) > 0 }
      let sum = Rational(abs(weight(row, 0))) * Rational(2 * positive - columns)
      guard let product = ExactNumber(sum) * input.offset[0] else { throw .twoRoots }
      return product
    }
    var sum = ExactNumber.zero
    for column in 0..<columns {
      guard
        let product = ExactNumber(weight(row, column)) * input.offset(of: channel(row, column)),
        let next = sum + product
      else { throw .twoRoots }
      sum = next
    }
    return sum
  }
}

extension Refusal {
  fileprivate static func realWeights(
    row: Int, _ first: Double, _ other: Double
  ) -> Refusal {
    Refusal(
      id: "onnx.real-weights",
      "row \(row) has weights of magnitudes \(first) and \(other), but expected one magnitude",
      hint: first == 0 || other == 0
        ? "weights of three values are not built: 0 is neither +1 nor -1"
        : "export the binarized weights, or binarize them in the graph with Sign or BipolarQuant")
  }
}
