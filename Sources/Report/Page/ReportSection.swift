internal import Estimator

/// A part of the report: what it says, its pictures and its numbers.
struct ReportSection: Sendable {
  /// Its place in the page for links.
  let anchor: String
  let title: String
  /// One or two sentences: what is shown and how it was found.
  let lead: String
  /// What the marks of the pictures mean; not said without them.
  var pictureLead = ""
  var figures: [ReportFigure] = []
  var tables: [ReportTable] = []
}

/// A picture with its title and the meaning of its colours.
struct ReportFigure: Sendable {
  struct LegendEntry: Sendable {
    /// A class of the style sheet.
    let style: String
    let name: String
  }

  let title: String
  var legend: [LegendEntry] = []
  let picture: Element
}

struct ReportTable: Sendable {
  let title: String
  let table: TextTable

  /// Long tables open at a click.
  var isLong: Bool { table.rows.count > 12 }
}
