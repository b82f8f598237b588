internal import Estimator

extension ReportDocument {
  /// The first line of the Markdown form, which no reader sees.
  public static let markdownMark = "<!-- bnn-hw report -->"

  /// The same text and numbers without the pictures, for papers and wikis; without a newline at the
  /// end.
  public var markdown: String {
    let provenance = Provenance(document: self)
    let figures = KeyFigure.all(of: self).map {
      "- \([$0.value, $0.unit].filter { !$0.isEmpty }.joined(separator: " ")): \($0.caption)\n"
    }
    let head = """
      \(Self.markdownMark)
      # \(MarkdownText.escaped(name))

      \(provenance.subtitle)

      \(figures.joined())
      \(MarkdownText.escaped(provenance.footer))


      """
    let sections = ReportSection.all(of: self).map(\.markdown)
    return String((head + sections.joined(separator: "\n")).dropLast())
  }
}

extension ReportSection {
  fileprivate var markdown: String {
    let tables = tables.map { "\n**\($0.title)**\n\n\(MarkdownText.table($0.table))" }
    return "## \(title)\n\n\(lead)\n\(tables.joined())"
  }
}
