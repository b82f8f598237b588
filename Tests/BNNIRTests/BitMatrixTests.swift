import Testing

@testable import BNNIR

@Suite("BitMatrix")
struct BitMatrixTests {
  @Test(
    "joined rows keep every bit in order",
    arguments: [1, 3, 27, 63, 64, 65, 128, 130], [1, 2, 3, 7, 130])
  func joiningRows(columns: Int, factor: Int) {
    var random = SplitMix64(seed: UInt64(columns * 10 + factor))
    let rows = factor * 3
    let bits = (0..<rows).map { _ in (0..<columns).map { _ in Bool.random(using: &random) } }
    let joined = BitMatrix(columns: columns, rows: bits).joiningRows(by: factor)
    let expected = stride(from: 0, to: rows, by: factor).map { row in
      bits[row..<row + factor].flatMap(\.self)
    }
    #expect(joined == BitMatrix(columns: columns * factor, rows: expected))
  }

  @Test("inverting a row leaves the spare bits zero", arguments: [1, 63, 64, 65])
  func invertRow(columns: Int) {
    var matrix = BitMatrix(rows: 2, columns: columns)
    matrix.invertRow(1)
    let expected = [
      Array(repeating: false, count: columns), Array(repeating: true, count: columns),
    ]
    #expect(matrix == BitMatrix(columns: columns, rows: expected))
  }
}
