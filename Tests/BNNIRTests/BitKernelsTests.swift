import Testing

@testable import BNNIR

/// Every level that this machine runs against loops over single bits.
@Suite struct BitKernelsTests {
  static let levels = BitKernels.Level.allCases.filter {
    $0.rawValue <= BitKernels.Level.best.rawValue
  }

  // Around words, and columns of real layers.
  static let columns = [1, 2, 27, 63, 64, 65, 127, 128, 784, 1152, 2017]

  struct Size: CustomTestStringConvertible {
    let xRows: Int
    let weightRows: Int
    let columns: Int
    var testDescription: String { "\(xRows)×\(weightRows)×\(columns)" }
  }

  // Around the eight rows of a vector; then rows too long for one tile of weights.
  static let sizes =
    columns.flatMap { columns in
      [(1, 33), (7, 9), (8, 8), (9, 7), (33, 1), (33, 33)].map {
        Size(xRows: $0, weightRows: $1, columns: columns)
      }
    } + [16_384, 16_385, 40_000].map { Size(xRows: 9, weightRows: 3, columns: $0) }

  @Test("dot products equal sums over single synapses", arguments: levels, sizes)
  func dotProducts(level: BitKernels.Level, size: Size) {
    var random = SplitMix64(seed: 1)
    let x = BitMatrix.random(rows: size.xRows, columns: size.columns, using: &random)
    let weights = BitMatrix.random(rows: size.weightRows, columns: size.columns, using: &random)
    var expected: [Int32] = []
    for row in 0..<x.rows {
      for neuron in 0..<weights.rows {
        var sum: Int32 = 0
        for column in 0..<size.columns {
          sum += x[row, column] == weights[neuron, column] ? 1 : -1
        }
        expected.append(sum)
      }
    }
    #expect(BitKernels.dotProducts(x, weights, level: level) == expected)
  }

  @Test("rows that differ everywhere reach both ends of the range", arguments: levels, columns)
  func extremes(level: BitKernels.Level, columns: Int) {
    let ones = BitMatrix(columns: columns, rows: [[Bool](repeating: true, count: columns)])
    let zeros = BitMatrix(rows: 1, columns: columns)
    #expect(BitKernels.dotProducts(ones, zeros, level: level) == [Int32(-columns)])
    #expect(BitKernels.dotProducts(ones, ones, level: level) == [Int32(columns)])
  }

  @Test("more weight rows than one tile holds", arguments: levels)
  func severalTiles(level: BitKernels.Level) {
    let weights = BitMatrix(columns: 2, rows: (0..<5000).map { [$0 % 2 == 1, $0 % 3 == 0] })
    let x = BitMatrix(columns: 2, rows: [[true, true]])
    let expected = (0..<5000).map { Int32(($0 % 2 == 1 ? 1 : -1) + ($0 % 3 == 0 ? 1 : -1)) }
    #expect(BitKernels.dotProducts(x, weights, level: level) == expected)
  }

  static let bounds = [
    Int.min, Int(Int32.min) - 1, Int(Int32.min), Int(Int32.min) + 1, -1, 0, 1, 5,
    Int(Int32.max) - 1, Int(Int32.max), Int(Int32.max) + 1, Int.max,
  ]

  @Test("a rule with any bound is exact at the ends of its range", arguments: levels, bounds)
  func ruleBounds(level: BitKernels.Level, bound: Int) {
    let values: [Int32] = [.min, .min + 1, -2, -1, 0, 1, 2, 4, 5, 6, .max - 1, .max]
    for rule in [Threshold.Rule.atLeast(bound), .atMost(bound), .always, .never] {
      let bits = BitKernels.threshold(values, rules: [rule], level: level)
      let expected = BitMatrix(columns: 1, rows: values.map { [rule.holds(for: Int($0))] })
      #expect(bits == expected, "\(rule)")
    }
  }

  @Test("every channel has its own rule", arguments: levels, columns)
  func ruleChannels(level: BitKernels.Level, columns: Int) {
    var random = SplitMix64(seed: 2)
    let rows = 3
    let rules = (0..<columns).map { _ -> Threshold.Rule in
      switch Int.random(in: 0..<8, using: &random) {
      case 0: .always
      case 1: .never
      case 2...4: .atMost(Int.random(in: -9...9, using: &random))
      default: .atLeast(Int.random(in: -9...9, using: &random))
      }
    }
    let values = (0..<rows * columns).map { _ in Int32.random(in: -9...9, using: &random) }
    let expected = (0..<rows).map { row in
      (0..<columns).map { rules[$0].holds(for: Int(values[row * columns + $0])) }
    }
    #expect(
      BitKernels.threshold(values, rules: rules, level: level)
        == BitMatrix(columns: columns, rows: expected))
  }

  static let byteBounds = [Int.min, -129, -128, -127, -1, 0, 1, 127, 128, 255, 256, Int.max]

  @Test("bytes of both kinds meet every bound", arguments: levels, byteBounds)
  func bytes(level: BitKernels.Level, bound: Int) {
    let bytes = [UInt8](0...255) + [UInt8](0...255).reversed() + [UInt8](repeating: 128, count: 64)
    for columns in [1, 3, 9, 64, 144, 192, 576] {
      let rows = stride(from: 0, to: bytes.count, by: columns).map { bytes[$0..<$0 + columns] }
      let unsigned = rows.map { $0.map { Int($0) >= bound } }
      let signed = rows.map { $0.map { Int(Int8(bitPattern: $0)) >= bound } }
      #expect(
        BitKernels.threshold(
          bytes: bytes, isSigned: false, atLeast: bound, columns: columns, level: level)
          == BitMatrix(columns: columns, rows: unsigned))
      #expect(
        BitKernels.threshold(
          bytes: bytes, isSigned: true, atLeast: bound, columns: columns, level: level)
          == BitMatrix(columns: columns, rows: signed))
    }
  }

  @Test("nothing in, nothing out", arguments: levels)
  func empty(level: BitKernels.Level) {
    let nothing = BitMatrix(rows: 0, columns: 70)
    let weights = BitMatrix(rows: 2, columns: 70)
    #expect(BitKernels.dotProducts(nothing, weights, level: level).isEmpty)
    #expect(BitKernels.threshold([], rules: [.always], level: level).rows == 0)
  }
}

extension BitMatrix {
  fileprivate static func random(
    rows: Int, columns: Int, using random: inout SplitMix64
  ) -> BitMatrix {
    var matrix = BitMatrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = .random(using: &random) }
    }
    return matrix
  }
}

private struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
