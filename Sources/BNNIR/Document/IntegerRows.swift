/// Rows of integer weights; how many columns a row must have is known with the input.
struct IntegerRows: Sendable {
  private struct Row {
    let values: [Int32]
    let anchor: Anchor
  }

  /// What a weight can be.
  static let range = -(1 << 15)...(1 << 15) - 1

  private let rows: [Row]

  var count: Int { rows.count }

  /// Reads `weights` and the key that says how many rows there are.
  init?(
    from reader: inout ObjectReader, count key: String, _ meaning: String,
    into sink: inout DiagnosticSink
  ) {
    let wanted = reader.required(key, meaning, into: &sink)
      .flatMap { $0.integer(in: 1...Limits.maximumElements, into: &sink) }
    let weights = reader.required("weights", "one array of integers per row", into: &sink)
    guard let weights, let places = weights.array(into: &sink) else { return nil }
    if let wanted, places.count != wanted {
      sink.report(.rowCount(places.count, key: key, wanted: wanted, at: weights.anchor))
    }
    let rows: [Row] = places.compactMap { place in
      guard let numbers = place.array(into: &sink) else { return nil }
      let values = numbers.compactMap { $0.integer(in: Self.range, into: &sink).map(Int32.init) }
      return values.count == numbers.count ? Row(values: values, anchor: place.anchor) : nil
    }
    guard rows.count == places.count, rows.count == wanted else { return nil }
    self.rows = rows
  }

  /// The weights; reports the first row of another length than `columns`: usually all have it.
  func matrix(columns: Int, into sink: inout DiagnosticSink) -> IntegerMatrix? {
    let wrong = rows.filter { $0.values.count != columns }
    guard let first = wrong.first else {
      return IntegerMatrix(columns: columns, values: rows.flatMap(\.values))
    }
    sink.report(
      .rowLength(first.values.count, columns: columns, others: wrong.count - 1, at: first.anchor))
    return nil
  }
}

extension Diagnostic {
  fileprivate static func rowLength(
    _ count: Int, columns: Int, others: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.mismatch", at: anchor,
      "the row has \(UserText.counted(count, "weight")), but \(columns) inputs meet it"
        + alsoWrong(others))
  }
}
