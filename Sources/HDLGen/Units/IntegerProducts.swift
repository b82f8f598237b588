internal import BNNIR

/// A matrix of integers and what its rows can give: everything that widths depend on.
struct IntegerProducts: Hashable, Sendable {
  let weights: IntegerMatrix
  /// What the layer's sum of each row can be.
  let sums: [ClosedRange<Int>]
  /// What the unit's sums are too large by, by border class and row: padding of bits comes as +1
  /// where it must add nothing. One class of zeros where there is none.
  let excess: [[Int]]

  /// - Parameter inputs: the values that a column can meet.
  init(_ weights: IntegerMatrix, inputs: ClosedRange<Int>, excess: [[Int]]?) {
    self.weights = weights
    sums = weights.sums(of: inputs)
    self.excess = excess ?? [Array(repeating: 0, count: weights.rows)]
  }

  /// At least two, since one bit means ±1.
  var weightBits: Int { max(2, weights.range.signedBits) }

  /// Of all rows; 0 is among them, which the rows of padding give.
  var scores: ClosedRange<Int> { (sums + [0...0]).hull }

  /// Bits that hold every sum less its threshold, so that the highest is its sign. What an
  /// accumulator holds before its last beat need not fit: it counts modulo a power of two.
  ///
  /// - Parameter thresholds: by row, each from the row's least sum to one more than its largest.
  func accumulatorBits(thresholds: [Int]) -> Int {
    zip(sums, thresholds).map { $0.lowerBound - $1...$0.upperBound - $1 }.hull.signedBits
  }

  /// What accumulators start at, by border class and row.
  func starts(thresholds: [Int]) -> [[Int]] {
    excess.map { zip($0, thresholds).map { -$0 - $1 } }
  }
}
