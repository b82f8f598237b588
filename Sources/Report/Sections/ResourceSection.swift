internal import Estimator
import HDLGen

extension ReportSection {
  /// What the design takes of the device, by what it is for.
  static func resources(_ document: ReportDocument) -> ReportSection {
    let report = document.resources
    let provenance = Provenance(document: document)
    return ReportSection(
      anchor: "resources",
      title: report.isOfDevice ? "What it takes of the \(report.device)" : "What it takes",
      lead: """
        \(provenance.counting) LUTs include those used as memory; block RAM counts blocks of \
        36 Kbit.\(overuse(report))\(clockLead(report, provenance))
        """,
      figures: report.isOfDevice ? [share(document)] : [],
      tables: [
        ReportTable(title: "By role", table: roleTable(report)),
        ReportTable(title: "Resources of all units", table: unitTable(report)),
      ])
  }

  private static func share(_ document: ReportDocument) -> ReportFigure {
    let report = document.resources
    let kinds = ResourceKind.allCases.filter { $0.available(report.available) > 0 }
    let rows = kinds.map { row($0, report) }
    let largest = kinds.map { $0.percent(report) }.max() ?? 0
    let scale = ChartScale.linear(upTo: max(largest, 1))
    let chart = RowChart(
      description: "LUTs, flip-flops, block RAM and DSP blocks in percent of the device, by role",
      axisTitle: "percent of the \(report.device)", scale: scale, rows: rows,
      reference: scale.upper > 100 ? 100 : nil)
    return ReportFigure(
      title: "Share of the device, by what it is for", legend: UnitRole.legend(document),
      picture: chart.svg)
  }

  private static func row(_ kind: ResourceKind, _ report: EstimateReport) -> RowChart.Row {
    let available = kind.available(report.available)
    let shares = UnitRole.allCases.map { role in
      (
        100 * kind.used(by: role, report) / available, role.rawValue,
        "\(role.title), percent"
      )
    }
    let used = NumberText.real(kind.used(of: report.total))
    return RowChart.Row(
      label: kind.rawValue, segments: RowChart.Segment.stacked(shares),
      note: "\(used) of \(NumberText.real(available))")
  }

  /// What there is too little of; nothing if the design fits.
  private static func overuse(_ report: EstimateReport) -> String {
    let shares = ResourceKind.allCases.map { ($0, $0.percent(report)) }.filter { $0.1 > 100 }
    if shares.isEmpty { return "" }
    let list = shares.map { "\($0.rawValue) \(NumberText.percent($1))" }
    return " It does not fit into the \(report.device): \(list.joined(separator: ", "))."
  }

  private static func roleTable(_ report: EstimateReport) -> TextTable {
    var table = TextTable(
      [.words("role")] + ResourceKind.allCases.map { .numbers($0.rawValue) })
    for role in UnitRole.allCases {
      table.add(
        [role.title]
          + ResourceKind.allCases.map { NumberText.real($0.used(by: role, report)) })
    }
    table.add(["all"] + ResourceKind.allCases.map { NumberText.real($0.used(of: report.total)) })
    if report.isOfDevice {
      table.add(
        [report.device]
          + ResourceKind.allCases.map { NumberText.real($0.available(report.available)) })
    }
    return table
  }

  /// What the clocks in the table of units are; nothing without any.
  private static func clockLead(_ report: EstimateReport, _ provenance: Provenance) -> String {
    if let placed = report.unitPlacements {
      return
        " MHz is each unit's highest clock, placed and routed by itself by \(placed.tool), and "
        + "placed how many sites \(placed.logicSite) it takes then."
    }
    guard let timing = report.timing else { return "" }
    let estimate = " Slowest paths and MHz are estimates before placement, by \(timing.basis)."
    return report.clockWarning.map {
      "\(estimate) Frames per second are stated for a clock of \(provenance.clock). \($0)"
    } ?? estimate
  }

  private static func unitTable(_ report: EstimateReport) -> TextTable {
    var table = TextTable(
      [
        .words("unit"), .words("kind"), .words("layer"), .numbers("LUT"), .numbers("LUTRAM"),
        .numbers("FF"), .numbers("carry"), .numbers("BRAM36"), .numbers("DSP"), .numbers("lanes"),
        .numbers("LUT per lane"),
      ] + clockColumns(report))
    for unit in report.units {
      let lanes = [
        NumberText.grouped(unit.lanes == 0 ? nil : unit.lanes), NumberText.real(unit.lutPerLane),
      ]
      table.add(
        [unit.name, unit.kind, unit.layer] + figures(of: unit.resources) + lanes
          + clockFigures(of: unit.name, report))
    }
    let core = clockFigures(of: report)
    table.add(["core", "", ""] + figures(of: report.total) + ["", ""] + core)
    return table
  }

  private static func figures(of used: Resources) -> [String] {
    [
      NumberText.grouped(used.lut), NumberText.grouped(used.lutram), NumberText.grouped(used.ff),
      NumberText.grouped(used.carry), NumberText.real(used.bram36), NumberText.grouped(used.dsp),
    ]
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
    return report.timing.map { timing in
      figures(of: timing.units.first { $0.name == unit }?.path)
    } ?? []
  }

  /// Of the core: that of its slowest path, and none of units that were routed by themselves.
  private static func clockFigures(of report: EstimateReport) -> [String] {
    if report.unitPlacements != nil { return ["", ""] }
    return report.timing.map { figures(of: $0.core) } ?? []
  }

  private static func figures(of path: LogicPath?) -> [String] {
    [
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

  /// Of the device; 0 of what it has none of.
  func percent(_ report: EstimateReport) -> Double {
    let available = available(report.available)
    return available == 0 ? 0 : 100 * used(of: report.total) / available
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

extension EstimateReport {
  /// Whether there is a device to fill, and not only a kind of LUT.
  var isOfDevice: Bool { available.lut > 0 }
}
