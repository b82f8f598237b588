/// A picture with one row of bars for each item on a common axis: most charts of the report.
///
/// Names stand at the left and numbers at the right of the plot, so that no text meets another.
struct RowChart: Sendable {
  struct Segment: Sendable {
    let range: ClosedRange<Double>
    /// A class of the style sheet.
    let style: String
    var opacity = 1.0
    let tip: String
  }

  struct Row: Sendable {
    let label: String
    let segments: [Segment]
    /// What stands at the right.
    let note: String
    /// Where a tick marks the row, such as a bound.
    var mark: Double?
  }

  /// What it shows, for those who do not see it.
  let description: String
  let axisTitle: String
  let scale: ChartScale
  let rows: [Row]
  /// A line through all rows.
  var reference: Double?

  private static let width = 860.0
  private static let top = 8.0
  private static let rowHeight = 21.0
  private static let barHeight = 13.0
  private static let longestLabel = 25
  /// Wide enough for the letters of all usual fonts at 12 pixels.
  private static let letterWidth = 7.3

  /// Of the names, as wide as the longest.
  private var left: Double {
    let letters = rows.map { min($0.label.count, Self.longestLabel) }.max() ?? 0
    return Double(letters) * Self.letterWidth + 16
  }

  /// Of the numbers.
  private var right: Double {
    Double(rows.map(\.note.count).max() ?? 0) * Self.letterWidth + 24
  }

  private var plotBottom: Double { Self.top + Double(rows.count) * Self.rowHeight }

  var svg: Element {
    Element(
      "svg",
      [
        "class": "chart", "role": "img", "aria-label": "\(description)",
        "viewBox": "0 0 \(Int(Self.width)) \(Int(plotBottom + 44))",
      ],
      grid + rows.enumerated().flatMap(elements) + referenceLine + [title])
  }

  private func x(_ value: Double) -> Double {
    left + scale.position(value) * (Self.width - left - right)
  }

  private var grid: [Element] {
    scale.marks.flatMap { mark in
      [
        Element(
          "line",
          [
            "class": "grid", "x1": .number(x(mark)), "x2": .number(x(mark)),
            "y1": .number(Self.top), "y2": .number(plotBottom + 4),
          ]),
        Element(
          "text",
          [
            "class": "tick", "x": .number(x(mark)), "y": .number(plotBottom + 18),
            "text-anchor": "middle",
          ], text: NumberText.real(mark)),
      ]
    }
  }

  private var title: Element {
    Element(
      "text",
      [
        "class": "axis", "x": .number((x(scale.lower) + x(scale.upper)) / 2),
        "y": .number(plotBottom + 37), "text-anchor": "middle",
      ], text: axisTitle)
  }

  private var referenceLine: [Element] {
    guard let reference else { return [] }
    return [
      Element(
        "line",
        [
          "class": "reference", "x1": .number(x(reference)), "x2": .number(x(reference)),
          "y1": .number(Self.top - 4), "y2": .number(plotBottom + 4),
        ])
    ]
  }

  private func elements(_ index: Int, _ row: Row) -> [Element] {
    let y = Self.top + Double(index) * Self.rowHeight
    let middle = y + Self.rowHeight / 2 + 4
    let label = Element(
      "text",
      [
        "class": "label", "x": .number(left - 10), "y": .number(middle), "text-anchor": "end",
      ], text: NumberText.shortened(row.label, to: Self.longestLabel))
    let note = Element(
      "text", ["class": "note", "x": .number(Self.width - right + 12), "y": .number(middle)],
      text: row.note)
    return [label] + row.segments.map { bar($0, y) } + mark(of: row, y) + [note]
  }

  private func bar(_ segment: Segment, _ y: Double) -> Element {
    let start = x(segment.range.lowerBound)
    let end = x(segment.range.upperBound)
    return Element(
      "rect",
      [
        "class": "\(segment.style)", "x": .number(start),
        "y": .number(y + (Self.rowHeight - Self.barHeight) / 2),
        // Short runs stay visible.
        "width": .number(max(end - start, 0.6)), "height": .number(Self.barHeight),
        "opacity": .number(segment.opacity),
      ], [Element("title", text: segment.tip)])
  }

  private func mark(of row: Row, _ y: Double) -> [Element] {
    guard let mark = row.mark else { return [] }
    return [
      Element(
        "line",
        [
          "class": "mark", "x1": .number(x(mark)), "x2": .number(x(mark)), "y1": .number(y + 1),
          "y2": .number(y + Self.rowHeight - 1),
        ])
    ]
  }
}

extension RowChart.Segment {
  /// Values one behind the other, those without a length left out.
  static func stacked(
    _ parts: [(value: Double, style: String, name: String)]
  ) -> [RowChart.Segment] {
    var start = 0.0
    var segments: [RowChart.Segment] = []
    for part in parts where part.value > 0 {
      segments.append(
        RowChart.Segment(
          range: start...start + part.value, style: part.style,
          tip: "\(part.name): \(NumberText.real(part.value))"))
      start += part.value
    }
    return segments
  }
}
