internal import Estimator

extension ReportSection {
  /// Each unit's cycles against the interval, which the slowest unit sets.
  static func cycles(_ document: ReportDocument) -> ReportSection {
    let interval = document.timing.cyclesPerFrame
    let slowest = document.units.map(\.cyclesPerFrame).max() ?? 0
    let rows = document.units.map { unit in
      RowChart.Row(
        label: unit.name,
        segments: [
          RowChart.Segment(
            range: 0...Double(unit.cyclesPerFrame), style: unit.role,
            tip: "\(unit.name): \(NumberText.grouped(unit.cyclesPerFrame)) cycles")
        ],
        note: "\(NumberText.grouped(unit.cyclesPerFrame)) · \(NumberText.percent(unit.busyPercent))"
      )
    }
    var table = TextTable([
      .words("unit"), .words("kind"), .words("layer"), .numbers("cycles per frame"),
      .numbers("of the interval"),
    ])
    for unit in document.units {
      table.add([
        unit.name, unit.kind, unit.layer, NumberText.grouped(unit.cyclesPerFrame),
        NumberText.percent(unit.busyPercent),
      ])
    }
    let chart = RowChart(
      description: "Cycles per frame of each unit; the interval is \(interval) cycles",
      axisTitle: "clock cycles per frame", scale: .linear(upTo: Double(max(interval, slowest))),
      rows: rows, reference: Double(interval))
    return ReportSection(
      anchor: "cycles", title: "Cycles against the bottleneck",
      lead: """
        A frame leaves every \(NumberText.counted(interval, "cycle")); \
        \(document.timing.bottleneck) sets the pace. \(bound(document)) A unit that takes fewer \
        cycles could be folded further without a loss of \
        speed.\(document.simulation.map { " \($0.sentence)" } ?? "")
        """,
      pictureLead: "The dashed line is the interval.",
      figures: [
        ReportFigure(
          title: "Cycles per frame of each unit", legend: UnitRole.legend(document),
          picture: chart.svg)
      ],
      tables: [
        ReportTable(title: "Time of the network", table: timeTable(document)),
        ReportTable(title: "Cycles of all units", table: table),
      ])
  }

  private static func timeTable(_ document: ReportDocument) -> TextTable {
    let (timing, simulation) = (document.timing, document.simulation)
    var table = TextTable([
      .words("cycles"), .numbers("simulated in Verilog"), .numbers("computed"), .numbers("bound"),
    ])
    table.add([
      "per frame", NumberText.grouped(simulation?.cyclesPerFrame),
      NumberText.grouped(timing.cyclesPerFrame), NumberText.grouped(timing.boundCyclesPerFrame),
    ])
    table.add([
      "latency", NumberText.grouped(simulation?.latencyCycles),
      NumberText.grouped(timing.latencyCycles), "–",
    ])
    return table
  }

  private static func bound(_ document: ReportDocument) -> String {
    let bound = document.timing.boundCyclesPerFrame
    return bound == document.timing.cyclesPerFrame
      ? "That is the bound of these lanes: no schedule of them is faster."
      : "These lanes alone would allow \(NumberText.grouped(bound))."
  }
}
