internal import Estimator
import HDLGen

extension ReportSection {
  /// What the design takes of the device, by what it is for.
  static func resources(_ document: ReportDocument) -> ReportSection {
    let report = document.resources
    let kinds = ResourceKind.allCases.filter { $0.available(report.available) > 0 }
    let percents = kinds.map { kind in
      UnitRole.allCases.map {
        100 * kind.used(by: $0, report) / kind.available(report.available)
      }
    }
    let largest = percents.map { $0.reduce(0, +) }.max() ?? 0
    let rows = zip(kinds, percents).map { kind, shares in
      let used = UnitRole.allCases.map { kind.used(by: $0, report) }.reduce(0, +)
      let available = NumberText.real(kind.available(report.available))
      return RowChart.Row(
        label: kind.rawValue,
        segments: RowChart.Segment.stacked(
          zip(shares, UnitRole.allCases).map { ($0, $1.rawValue, "\($1.title), percent") }),
        note: "\(NumberText.real(used)) of \(available)")
    }
    let scale = ChartScale.linear(upTo: max(largest, 1))
    let chart = RowChart(
      description: "LUTs, flip-flops, block RAM and DSP blocks in percent of the device, by role",
      axisTitle: "percent of the \(report.device)", scale: scale, rows: rows,
      reference: scale.upper > 100 ? 100 : nil)
    return ReportSection(
      anchor: "resources", title: "What it takes of the \(report.device)",
      lead: """
        Each unit mapped with \(report.tool), the accelerator alone. LUTs include those used as \
        memory; block RAM counts blocks of 36 Kbit.\(clockLead(report))
        """,
      figures: [
        ReportFigure(
          title: "Share of the device, by what it is for", legend: UnitRole.legend(document),
          picture: chart.svg)
      ],
      tables: [
        ReportTable(title: "By role", table: roleTable(report)),
        ReportTable(title: "Resources of all units", table: unitTable(report)),
      ])
  }

  private static func roleTable(_ report: EstimateReport) -> TextTable {
    var table = TextTable(
      [.words("role")] + ResourceKind.allCases.map { .numbers($0.rawValue) })
    for role in UnitRole.allCases {
      table.add(
        [role.title] + ResourceKind.allCases.map { NumberText.real($0.used(by: role, report)) })
    }
    table.add(["all"] + ResourceKind.allCases.map { NumberText.real($0.used(of: report.total)) })
    table.add(
      [report.device]
        + ResourceKind.allCases.map { NumberText.real($0.available(report.available)) })
    return table
  }

  /// What the clocks in the table of units are; nothing without any.
  private static func clockLead(_ report: EstimateReport) -> String {
    if let placed = report.unitPlacements {
      return
        " MHz is each unit's highest clock, placed and routed by itself by \(placed.tool), and "
        + "placed how many sites \(placed.logicSite) it takes then."
    }
    return report.timing.map {
      " Slowest paths and MHz are estimates before placement, by \($0.basis)."
    } ?? ""
  }

  private static func unitTable(_ report: EstimateReport) -> TextTable {
    var table = TextTable(
      [
        .words("unit"), .words("kind"), .words("layer"), .numbers("LUT"), .numbers("LUTRAM"),
        .numbers("FF"), .numbers("carry"), .numbers("BRAM36"), .numbers("DSP"), .numbers("lanes"),
        .numbers("LUT per lane"),
      ] + clockColumns(report))
    for unit in report.units {
      let used = unit.resources
      let figures = [
        unit.name, unit.kind, unit.layer, NumberText.grouped(used.lut),
        NumberText.grouped(used.lutram), NumberText.grouped(used.ff),
        NumberText.grouped(used.carry), NumberText.real(used.bram36), NumberText.grouped(used.dsp),
        NumberText.grouped(unit.lanes == 0 ? nil : unit.lanes), NumberText.real(unit.lutPerLane),
      ]
      table.add(figures + clockFigures(of: unit.name, report))
    }
    return table
  }

  private static func clockColumns(_ report: EstimateReport) -> [TextTable.Column] {
    if report.unitPlacements != nil { return [.numbers("placed"), .numbers("MHz")] }
    return report.timing == nil
      ? [] : [.numbers("LUTs in path"), .numbers("carries in path"), .numbers("estimated MHz")]
  }

  private static func clockFigures(of unit: String, _ report: EstimateReport) -> [String] {
    if let placed = report.unitPlacements {
      return [NumberText.grouped(placed.logicSites(of: unit)), placed.clock(of: unit).text]
    }
    guard let timing = report.timing else { return [] }
    let path = timing.units.first { $0.name == unit }?.path
    return [
      NumberText.grouped(path?.luts), NumberText.grouped(path?.carries),
      NumberText.grouped(path.map { Int($0.megahertz) }),
    ]
  }
}

/// What a device has a limited number of.
private enum ResourceKind: String, CaseIterable {
  case lut = "LUT"
  case ff = "FF"
  case bram36 = "BRAM36"
  case dsp = "DSP"

  func used(of resources: Resources) -> Double {
    switch self {
    case .lut: Double(resources.allLUTs)
    case .ff: Double(resources.ff)
    case .bram36: resources.bram36
    case .dsp: Double(resources.dsp)
    }
  }

  func used(by role: UnitRole, _ report: EstimateReport) -> Double {
    report.units.filter { UnitRole(kind: $0.kind) == role }.map { used(of: $0.resources) }
      .reduce(0, +)
  }

  func available(_ capacity: Device.Capacity) -> Double {
    switch self {
    case .lut: Double(capacity.lut)
    case .ff: Double(capacity.ff)
    case .bram36: capacity.bram36
    case .dsp: Double(capacity.dsp)
    }
  }
}
