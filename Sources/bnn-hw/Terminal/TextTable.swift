/// Columns of text, aligned: numbers to the right, words to the left.
struct TextTable {
  let header: [String]
  var rows: [[String]] = []

  init(_ header: String...) {
    self.header = header
  }

  mutating func add(_ cells: any CustomStringConvertible...) {
    rows.append(cells.map(\.description))
  }

  var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumeric(column) ? gap + row[column] : row[column] + gap
      }.joined(separator: "  ").trimmingTrailingSpaces
    }.joined(separator: "\n")
  }

  private func isNumeric(_ column: Int) -> Bool {
    rows.allSatisfy { $0[column].first.map { $0.isNumber || $0 == "–" } ?? true }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}

extension Int {
  /// Digits in groups of three: `1 234 567`.
  var grouped: String {
    let digits = String(magnitude)
    let groups = digits.enumerated().map { index, digit in
      let rest = digits.count - index
      return rest % 3 == 0 && index > 0 ? " \(digit)" : "\(digit)"
    }
    return (self < 0 ? "-" : "") + groups.joined()
  }
}
