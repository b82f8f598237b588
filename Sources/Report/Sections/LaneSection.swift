internal import Estimator
import HDLGen

extension ReportSection {
  /// LUTs per lane of each matrix against what no circuit does without.
  static func lanes(_ document: ReportDocument) -> ReportSection {
    let report = document.resources
    return report.audit.isEmpty ? unaudited(report) : audited(report)
  }

  private static let title = "LUTs per lane against the bound"

  private static func audited(_ report: EstimateReport) -> ReportSection {
    let left = report.units.count { $0.lanes > 0 } - report.audit.count
    let omission =
      left == 0
      ? "" : " Matrices that read integers have no popcounts and are left out: \(left)."
    return ReportSection(
      anchor: "lanes", title: title,
      lead: """
        A lane multiplies and adds one weight per cycle. The bound is what no circuit of this folding \
        can do without. Popcounts are exact, memories and accumulators modelled; the rest is \
        control, replay buffers and what the models miss, below 0 where they count too \
        much.\(omission)
        """,
      figures: [perLane(report), parts(report)],
      tables: [ReportTable(title: "LUTs of the matrices", table: table(report))])
  }

  private static func perLane(_ report: EstimateReport) -> ReportFigure {
    let rows = report.audit.map { audit in
      RowChart.Row(
        label: audit.unit,
        segments: [
          RowChart.Segment(
            range: min(audit.boundPerLane, audit.perLane)...audit.perLane, style: "matrix",
            tip: "\(audit.unit): \(NumberText.short(audit.perLane)) LUTs per lane")
        ],
        note:
          "\(NumberText.short(audit.perLane)), bound \(NumberText.short(audit.boundPerLane))",
        mark: audit.boundPerLane)
    }
    let values = report.audit.flatMap { [$0.boundPerLane, $0.perLane] }
    return ReportFigure(
      title: "LUTs per lane of each matrix",
      legend: [
        .init(style: "bound", name: "bound"),
        .init(style: "matrix", name: "from there to the LUTs"),
      ],
      picture: RowChart(
        description: "LUTs per lane of each matrix, from the bound on",
        axisTitle: "LUTs per lane, logarithmic",
        scale: .logarithmic(around: values, factors: [1, 2, 5]), rows: rows
      ).svg)
  }

  private static func parts(_ report: EstimateReport) -> ReportFigure {
    let rows = report.audit.map { audit in
      RowChart.Row(
        label: audit.unit, segments: RowChart.Segment.stacked(audit.parts),
        note:
          "\(NumberText.grouped(audit.total)), bound \(NumberText.grouped(Int(audit.bound.rounded(.up))))",
        mark: audit.bound)
    }
    let largest = report.audit.flatMap { [Double($0.total), $0.bound] }.max() ?? 1
    let legend = (report.audit.first?.parts ?? []).map {
      ReportFigure.LegendEntry(style: $0.style, name: $0.name)
    }
    return ReportFigure(
      title: "Where the LUTs of each matrix go",
      legend: legend + [.init(style: "bound", name: "bound")],
      picture: RowChart(
        description: "LUTs of each matrix, by what they are for, and the bound",
        axisTitle: "LUTs", scale: .linear(upTo: largest), rows: rows
      ).svg)
  }

  private static func table(_ report: EstimateReport) -> TextTable {
    var table = TextTable([
      .words("matrix"), .numbers("lanes"), .numbers("popcount"), .numbers("weights"),
      .numbers("accumulators"), .numbers("thresholds"), .numbers("rest"), .numbers("LUT per lane"),
      .numbers("bound per lane"),
    ])
    for audit in report.audit {
      let counts = [
        audit.lanes, audit.popcount, audit.weights, audit.accumulators, audit.thresholds,
        audit.rest,
      ]
      table.add(
        [audit.unit] + counts.map { NumberText.grouped($0) }
          + [NumberText.short(audit.perLane), NumberText.short(audit.boundPerLane)])
    }
    return table
  }

  /// Without popcounts, by a model, or for families whose synthesis makes popcounts anew, so that
  /// no parts are known.
  private static func unaudited(_ report: EstimateReport) -> ReportSection {
    let matrices = report.units.filter { $0.lanes > 0 }
    let reason =
      switch (report.basis, report.family) {
      case (.model, _): "The LUTs are a model's, so they are not set against a bound."
      case (.synthesis, .xc7), (.synthesis, .xcup):
        "No matrix has popcounts, so no bound is known."
      case (.synthesis, let family):
        "Synthesis for \(family.rawValue) makes popcounts anew, so neither parts nor a bound are known."
      }
    let rows = matrices.map { unit in
      RowChart.Row(
        label: unit.name,
        segments: RowChart.Segment.stacked([(unit.lutPerLane ?? 0, "matrix", "LUT per lane")]),
        note: NumberText.real(unit.lutPerLane))
    }
    let chart = RowChart(
      description: "LUTs per lane of each matrix", axisTitle: "LUTs per lane",
      scale: .linear(upTo: matrices.compactMap(\.lutPerLane).max() ?? 1), rows: rows)
    return ReportSection(
      anchor: "lanes", title: "LUTs per lane",
      lead: "A lane multiplies and adds one weight per cycle. \(reason)",
      figures: [ReportFigure(title: "LUTs per lane of each matrix", picture: chart.svg)])
  }
}

extension LaneAudit {
  fileprivate var boundPerLane: Double { bound / Double(lanes) }

  /// LUTs by what they are for. Where the models count more than was mapped, their parts are
  /// shortened in proportion, so that the whole is what was mapped.
  fileprivate var parts: [(value: Double, style: String, name: String)] {
    let modelled = Double(weights + accumulators + thresholds)
    let scale = rest < 0 && modelled > 0 ? max(0, modelled + Double(rest)) / modelled : 1
    return [
      (Double(popcount), "popcount"), (scale * Double(weights), "weights"),
      (scale * Double(accumulators), "accumulators"), (scale * Double(thresholds), "thresholds"),
      (Double(max(rest, 0)), "rest"),
    ].map { ($0.0, $0.1, $0.1) }
  }
}
