/// Rows of ±1 weights in hexadecimal; how many columns a row must have is known with the input.
struct HexRows: Sendable {
  private struct Row {
    let bytes: [UInt8]
    let anchor: Anchor
  }

  private let rows: [Row]

  var count: Int { rows.count }

  /// Reads `weights` and the key that says how many rows there are.
  init?(
    from reader: inout ObjectReader, count key: String, _ meaning: String,
    into sink: inout DiagnosticSink
  ) {
    let wanted = reader.required(key, meaning, into: &sink)
      .flatMap { $0.integer(in: 1...Limits.maximumElements, into: &sink) }
    let weights = reader.required("weights", "one string of hex digits per row", into: &sink)
    guard let weights, let places = weights.array(into: &sink) else { return nil }
    if let wanted, places.count != wanted {
      sink.report(.rowCount(places.count, key: key, wanted: wanted, at: weights.anchor))
    }
    let rows: [Row] = places.compactMap { place in
      guard let text = place.string(into: &sink) else { return nil }
      guard let bytes = HexDigit.bytes(of: text) else {
        sink.report(.badHex(text, at: place.anchor))
        return nil
      }
      return Row(bytes: bytes, anchor: place.anchor)
    }
    guard rows.count == places.count, rows.count == wanted else { return nil }
    self.rows = rows
  }

  /// The packed weights; reports rows of another length than `columns`.
  func matrix(columns: Int, into sink: inout DiagnosticSink) -> BitMatrix? {
    guard fits(columns: columns, into: &sink) else { return nil }
    // Memory is asked for when the document proved to hold that many bits.
    var weights = BitMatrix(rows: rows.count, columns: columns)
    for (index, row) in rows.enumerated() { weights.setRow(index, bytes: row.bytes) }
    return weights
  }

  /// Reports the first row of each kind of mistake: usually all rows have it.
  private func fits(columns: Int, into sink: inout DiagnosticSink) -> Bool {
    let length = (columns + 7) / 8
    let wrong = rows.filter { $0.bytes.count != length }
    if let first = wrong.first {
      sink.report(
        .rowLength(
          first.bytes.count, columns: columns, others: wrong.count - 1, at: first.anchor))
    }
    let used = columns - (length - 1) * 8
    let overfull = rows.filter { $0.bytes.count == length && $0.bytes[length - 1] >> used != 0 }
    if let first = overfull.first {
      sink.report(.bitsPastTheEnd(columns: columns, others: overfull.count - 1, at: first.anchor))
    }
    return wrong.isEmpty && overfull.isEmpty
  }
}

extension Diagnostic {
  static func rowCount(
    _ count: Int, key: String, wanted: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.units", at: anchor,
      "the list has \(UserText.counted(count, "row")) of weights, but '\(key)' is \(wanted)")
  }

  fileprivate static func badHex(_ text: String, at anchor: Anchor) -> Diagnostic {
    let scalars = Array(text.unicodeScalars)
    let reason =
      if let index = scalars.firstIndex(where: { !isHexDigit($0) }) {
        "character \(index + 1) of the row is \(UserText.quoted(String(scalars[index])))"
      } else {
        "the row has an odd number of characters (\(text.utf8.count))"
      }
    return Diagnostic(
      "value.hex", at: anchor, "\(reason), but expected two hex digits for each byte",
      hint: text.hasPrefix("0x") ? "leave out the '0x'" : nil)
  }

  private static func isHexDigit(_ scalar: UnicodeScalar) -> Bool {
    scalar.isASCII && HexDigit.value(of: UInt8(scalar.value)) != nil
  }

  fileprivate static func rowLength(
    _ bytes: Int, columns: Int, others: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.mismatch", at: anchor,
      "the row has \(UserText.counted(bytes * 2, "hex digit")), but the "
        + "\(UserText.counted(columns, "weight")) of a row take \((columns + 7) / 8 * 2)"
        + alsoWrong(others),
      hint: "8 weights per byte, lowest column in the lowest bit of the first byte")
  }

  fileprivate static func bitsPastTheEnd(
    columns: Int, others: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "value.padding", at: anchor,
      "the row has a 1 past its last column, but the bits after column \(columns - 1) must be 0"
        + alsoWrong(others),
      hint: "8 weights per byte, lowest column in the lowest bit of the first byte")
  }

  /// For what is reported of the first row that has it.
  static func alsoWrong(_ rows: Int) -> String {
    rows == 0 ? "" : "; the same is wrong in \(UserText.counted(rows, "other row"))"
  }
}
