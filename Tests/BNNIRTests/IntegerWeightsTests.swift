import Testing

@testable import BNNIR

/// Layers of integer weights, against sums worked by hand and exhaustive evaluation.
@Suite("Integer weights")
struct IntegerWeightsTests {
  private static func dense(_ columns: Int, _ weights: [Int32]) -> IntegerDense {
    IntegerDense(weights: IntegerMatrix(columns: columns, values: weights))
  }

  private static func conv(
    _ columns: Int, _ weights: [Int32], _ kernel: (Int, Int), padding: WindowGeometry.Padding,
    _ value: PaddingValue, groups: Int = 1
  ) -> IntegerConv {
    let one = WindowGeometry.Pair(y: 1, x: 1)
    return IntegerConv(
      weights: IntegerMatrix(columns: columns, values: weights),
      geometry: WindowGeometry(
        kernel: .init(y: kernel.0, x: kernel.1), stride: one, dilation: one, padding: padding),
      paddingValue: value, groups: groups)
  }

  private static func integers(_ shape: TensorShape, _ values: [Int32]) -> Tensor {
    Tensor(shape: shape, frames: values.count / shape.elements, values: .integers(values))
  }

  @Test("bits count as +1 and -1")
  func bits() {
    let layer = Self.dense(3, [3, 0, -1, -2, 5, 1])
    let bits = BitMatrix(columns: 3, rows: [[true, false, true], [false, false, false]])
    let input = Tensor(shape: TensorShape(vector: 3), frames: 2, values: .bits(bits))
    #expect(layer.evaluate([input]).integers == [2, -6, -2, -4])
  }

  @Test("sums reach exactly the range of the type, which is that of the rows")
  func range() {
    let layer = Self.dense(2, [3, -2, 0, 7, -4, -1])
    let shape = TensorShape(vector: 2)
    let values = -3...5
    let inputs = values.flatMap { left in values.map { [Int32(left), Int32($0)] } }
    let sums = layer.evaluate([Self.integers(shape, inputs.flatMap(\.self))]).integers
    let type = layer.outputType(for: [TensorType(shape: shape, element: .integer(values))])
    #expect(type.element == .integer(Int(sums.min() ?? 0)...Int(sums.max() ?? 0)))
    #expect(type.element == .integer(-25...35))
  }

  @Test("a padded convolution sees 0 outside the map, and its sums may be 0")
  func windows() {
    let layer = Self.conv(
      4, [1, -2, 3, 0], (2, 2), padding: .init(top: 0, bottom: 0, left: 1, right: 0), .zero)
    let shape = TensorShape(height: 2, width: 2, channels: 1)
    // The windows are (0 1 / 0 3) and (1 2 / 3 4).
    #expect(layer.evaluate([Self.integers(shape, [1, 2, 3, 4])]).integers == [-2, 6])
    let type = layer.outputType(for: [TensorType(shape: shape, element: .integer(5...9))])
    #expect(type.element == .integer(-18...36))
  }

  @Test(
    "padded bits have the value that is said",
    arguments: [
      (PaddingValue.zero, [9, 5]), (.plusOne, [9, 9]), (.minusOne, [9, 1]), (.oddEven, [9, 1]),
    ] as [(PaddingValue, [Int32])])
  func paddedBits(value: PaddingValue, sums: [Int32]) {
    // Two pixels + + and an added one behind them, whose place (0, 2) is even.
    let layer = Self.conv(
      2, [5, 4], (1, 2), padding: .init(top: 0, bottom: 0, left: 0, right: 1), value)
    let bits = BitMatrix(columns: 1, rows: [[true], [true]])
    let input = Tensor(
      shape: TensorShape(height: 1, width: 2, channels: 1), frames: 1, values: .bits(bits))
    #expect(layer.evaluate([input]).integers == sums)
  }

  @Test("filters of a group see its channels only")
  func groups() {
    let layer = Self.conv(1, [10, 100], (1, 1), padding: .none, .zero, groups: 2)
    let shape = TensorShape(height: 1, width: 2, channels: 2)
    #expect(
      layer.evaluate([Self.integers(shape, [1, 2, 3, 4])]).integers == [10, 200, 30, 400])
  }

  @Test("sums that fit are right though sums of some columns do not")
  func overflow() {
    let layer = Self.dense(4, [32767, 32767, -32768, -32768])
    let input = Self.integers(TensorShape(vector: 4), [50_000, 50_000, 50_000, 50_000])
    #expect(layer.evaluate([input]).integers == [-100_000])
  }

  @Test("an upper bound becomes a lower one by negated weights, those of -32768 too")
  func polarity() throws {
    let graph = try Networks.graph(
      layers: """
        {"name": "a", "kind": "integer_dense", "units": 2, "weights": [[-32768, 3], [1, -2]]},
        {"name": "t", "kind": "threshold", "thresholds": [7, 1], "sense": ["<=", ">="]}
        """, inputBits: 2)
    let result = NormalizePolarity.run(graph)
    #expect(result.nodes[1].layer == .integerDense(Self.dense(2, [32768, -3, 1, -2])))
    #expect(result.nodes[2].layer == .threshold(Threshold(rules: [.atLeast(-7), .atLeast(1)])))
  }
}
