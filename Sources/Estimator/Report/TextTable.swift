/// A table of short texts, for terminals and for Markdown.
public struct TextTable: Sendable {
  public enum Column: Sendable {
    /// Aligned to the left.
    case words(String)
    /// Aligned to the right.
    case numbers(String)

    public var title: String {
      switch self {
      case .words(let title), .numbers(let title): title
      }
    }
  }

  public let columns: [Column]
  public private(set) var rows: [[String]] = []
  /// Columns, by row, that are shown in red where colours are.
  private var alarms: [Int: Set<Int>] = [:]

  public init(_ columns: [Column]) {
    self.columns = columns
  }

  public mutating func add(_ row: [String], alarms: Set<Int> = []) {
    precondition(row.count == columns.count, "bnn-hw bug: a row of the wrong length")
    self.alarms[rows.count] = alarms
    rows.append(row)
  }

  public var plain: String { plain(colours: false) }

  /// Columns two spaces apart; lines do not end in spaces.
  func plain(colours: Bool) -> String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.enumerated().map { index, line in
      let cells = zip(line, zip(columns, widths)).map(Self.padded).enumerated().map {
        colours && alarms[index - 1]?.contains($0) == true ? "\u{1B}[31m\($1)\u{1B}[0m" : $1
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  public var markdown: String {
    let rule = columns.map { column in
      switch column {
      case .words: "---"
      case .numbers: "--:"
      }
    }
    let lines = [columns.map(\.title), rule] + rows
    return lines.map { "| " + $0.map(Self.markdownCell).joined(separator: " | ") + " |\n" }.joined()
  }

  /// Without what would end the cell or the row.
  private static func markdownCell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }

  private static func padded(_ text: String, _ place: (column: Column, width: Int)) -> String {
    let space = String(repeating: " ", count: place.width - text.count)
    return switch place.column {
    case .words: text + space
    case .numbers: space + text
    }
  }
}
