internal import Estimator

/// Text that Markdown shows as it is.
enum MarkdownText {
  /// On one line, with a backslash before what would begin markup; an underscore within a word does
  /// not.
  static func escaped(_ text: String) -> String {
    text.replacing(/[\r\n]+/, with: " ")
      .replacing(/[\\`*~<>&\[\]]|\b_|_\b/) { "\\\($0.output)" }
  }

  static func table(_ table: TextTable) -> String {
    var shown = TextTable(table.columns)
    for row in table.rows { shown.add(row.map(escaped)) }
    return shown.markdown
  }
}
