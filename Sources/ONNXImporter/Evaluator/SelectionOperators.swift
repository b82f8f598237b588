/// Operators that find the greatest or least numbers along an axis.
enum SelectionOperators {
  static let all: [String: OperatorEvaluator.Operation] = [
    "ArgMax": { call throws(EvaluationFailure) in try extreme(call, >) },
    "ArgMin": { call throws(EvaluationFailure) in try extreme(call, <) },
    "TopK": topK,
  ]

  /// The first index of equal numbers, or the last one if so said.
  private static func extreme(
    _ call: Evaluation, _ isBetter: (Double, Double) -> Bool
  ) throws(EvaluationFailure) -> [RealTensor] {
    let input = try call.input(0)
    let axis = call.node.integer("axis") ?? 0
    let takesLast = call.flag("select_last_index", default: false)
    let rows = try AxisRows(input, axis: axis)
    guard rows.length > 0 else { throw EvaluationFailure("there is nothing to choose from") }
    let result = try rows.map(newLength: 1) { row in
      var best = row.startIndex
      for index in row.indices.dropFirst()
      where isBetter(row[index], row[best]) || takesLast && row[index] == row[best] {
        best = index
      }
      return [Double(best - row.startIndex)]
    }
    if call.flag("keepdims", default: true) { return [result] }
    var shape = result.shape
    shape.remove(at: try Evaluation.axis(axis, rank: shape.count))
    return [try result.reshaped(shape)]
  }

  /// Values and indices, the best ones first, of equal numbers the lower index first.
  private static let topK: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let input = try call.input(0)
    let numbers = try call.integers(1, or: "k") ?? call.node.integer("k").map { [$0] } ?? []
    let rows = try AxisRows(input, axis: call.node.integer("axis") ?? -1)
    guard numbers.count == 1, (0...rows.length).contains(numbers[0]) else {
      throw EvaluationFailure("k is \(numbers), but expected a number up to \(rows.length)")
    }
    let isLargest = call.flag("largest", default: true)
    let chosen = { (row: ArraySlice<Double>) in
      row.indices.sorted {
        row[$0] == row[$1] ? $0 < $1 : (row[$0] > row[$1]) == isLargest
      }.prefix(numbers[0])
    }
    return [
      try rows.map(newLength: numbers[0]) { row in chosen(row).map { row[$0] } },
      try rows.map(newLength: numbers[0]) { row in
        chosen(row).map { Double($0 - row.startIndex) }
      },
    ]
  }
}
