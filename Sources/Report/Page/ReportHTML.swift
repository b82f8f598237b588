internal import BNNIR
internal import Estimator
internal import Foundation
import HDLGen
internal import Mustache

extension ReportDocument {
  /// One page without scripts or anything from elsewhere. The same document gives the same bytes.
  public var html: String {
    let page = Page(self)
    let text = String(decoding: PackageResources.page_mustache, as: UTF8.self)
    guard let template = try? MustacheTemplate(string: text) else {
      preconditionFailure("bnn-hw bug: the page's template is broken")
    }
    return template.render(page)
  }
}

/// What the template reads. Texts are escaped by the template, pictures when they are made.
private struct Page {
  let name: String
  let subtitle: String
  let style: String
  let tiles: [Tile]
  let sections: [Section]
  let footer: String

  struct Tile {
    let value: String
    let unit: String
    let caption: String
  }

  struct Section {
    let anchor: String
    let heading: String
    let lead: String
    let figures: [Figure]
    let tables: [Table]
  }

  struct Figure {
    let caption: String
    let hasLegend: Bool
    let legend: [Entry]
    let picture: String

    struct Entry {
      let swatch: String
      let meaning: String
    }
  }

  struct Table {
    let caption: String
    let isLong: Bool
    let count: String
    let columns: [Cell]
    let rows: [Row]

    struct Row { let cells: [Cell] }

    struct Cell {
      let text: String
      /// `n` for a number.
      let alignment: String
    }
  }

  init(_ document: ReportDocument) {
    name = document.name
    let provenance = Provenance(document: document)
    subtitle = provenance.subtitle
    style = String(decoding: PackageResources.style_css, as: UTF8.self)
    tiles = KeyFigure.all(of: document).map {
      Tile(value: $0.value, unit: $0.unit, caption: $0.caption)
    }
    sections = ReportSection.all(of: document).map(Section.init)
    footer = provenance.footer
  }
}

extension Page.Section {
  init(_ section: ReportSection) {
    anchor = section.anchor
    heading = section.title
    lead = [section.lead, section.figures.isEmpty ? "" : section.pictureLead]
      .filter { !$0.isEmpty }.joined(separator: " ")
    figures = section.figures.map { figure in
      Page.Figure(
        caption: figure.title, hasLegend: !figure.legend.isEmpty,
        legend: figure.legend.map { .init(swatch: $0.style, meaning: $0.name) },
        picture: figure.picture.markup)
    }
    tables = section.tables.map(Page.Table.init)
  }
}

extension Page.Table {
  init(_ table: ReportTable) {
    let alignments = table.table.columns.map { column in
      switch column {
      case .words: "w"
      case .numbers: "n"
      }
    }
    caption = table.title
    isLong = table.isLong
    count = UserText.counted(table.table.rows.count, "row")
    columns = zip(table.table.columns, alignments).map { Cell(text: $0.title, alignment: $1) }
    rows = table.table.rows.map { row in
      Row(cells: zip(row, alignments).map { Cell(text: $0, alignment: $1) })
    }
  }
}
