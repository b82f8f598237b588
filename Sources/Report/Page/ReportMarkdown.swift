internal import Estimator

extension ReportDocument {
  /// The same text and numbers without the pictures, for papers and wikis; without a newline at the
  /// end.
  public var markdown: String {
    let figures = KeyFigure.all(of: self).map { "- \($0.value) \($0.unit): \($0.caption)\n" }
    let sections = ReportSection.all(of: self).map { section in
      let tables = section.tables.map { "\n**\($0.title)**\n\n\($0.table.markdown)" }
      return "## \(section.title)\n\n\(section.lead)\n\(tables.joined())"
    }
    let text = "# \(name)\n\n\(figures.joined())\n" + sections.joined(separator: "\n")
    return String(text.dropLast())
  }
}
