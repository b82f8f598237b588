/// Rows of integers, one row behind the other.
public struct IntegerMatrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (row, column) at row · columns + column.
  public private(set) var values: [Int32]

  public init(columns: Int, values: [Int32]) {
    precondition(columns > 0 && values.count % columns == 0, "bnn-hw bug: a ragged matrix")
    self.rows = values.count / columns
    self.columns = columns
    self.values = values
  }

  public subscript(row: Int, column: Int) -> Int32 { values[row * columns + column] }

  /// The smallest range that holds every element and 0.
  public var range: ClosedRange<Int> {
    Int(min(values.min() ?? 0, 0))...Int(max(values.max() ?? 0, 0))
  }

  /// Negates every element of one row.
  public mutating func invertRow(_ row: Int) {
    for index in row * columns..<(row + 1) * columns { values[index].negate() }
  }

  func rows(_ range: Range<Int>) -> IntegerMatrix {
    IntegerMatrix(
      columns: columns,
      values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// For each row what `Σ w[i]·x[i]` can be if every x is any integer of a range.
  public func sums(of inputs: ClosedRange<Int>) -> [ClosedRange<Int>] {
    (0..<rows).map { row in
      var (low, high) = (0, 0)
      for weight in values[row * columns..<(row + 1) * columns] {
        let ends = (Int(weight) * inputs.lowerBound, Int(weight) * inputs.upperBound)
        low += min(ends.0, ends.1)
        high += max(ends.0, ends.1)
      }
      return low...high
    }
  }
}
