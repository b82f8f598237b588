internal import Estimator
internal import HDLGen

extension ReportSection {
  /// When the beats of the first two frames leave each unit.
  static func gantt(_ document: ReportDocument) -> ReportSection {
    let last = document.units.flatMap { $0.frames.joined() }.map(\.lastCycle).max() ?? 0
    let chart = RowChart(
      description: "The cycles in which the first and the second frame leave each unit",
      axisTitle: "clock cycles from the first pixel on", scale: .linear(upTo: Double(last)),
      rows: document.units.map(row), reference: Double(document.timing.latencyCycles))
    var table = TextTable([
      .words("unit"), .numbers("first beat"), .numbers("last beat"), .numbers("beats"),
    ])
    for unit in document.units {
      let runs = unit.frames.first ?? []
      table.add([
        unit.name, NumberText.grouped(runs.first?.firstCycle),
        NumberText.grouped(runs.last?.lastCycle),
        NumberText.grouped(runs.map(\.beats).reduce(0, +)),
      ])
    }
    return ReportSection(
      anchor: "gantt", title: "One frame on its way",
      lead: """
        The cycles in which the beats of a frame leave each unit of the empty core. The latency is \
        \(NumberText.counted(document.timing.latencyCycles, "cycle")) or \
        \(NumberText.scaled(document.timing.latencySeconds, "s")). Simulated cycle by cycle, with a \
        source that always offers and a sink that always takes.
        """,
      pictureLead: """
        The next frame is right behind the first: the darker, the denser. The dashed line is the latency.
        """,
      figures: [
        ReportFigure(
          title: "Beats of two frames at the output of each unit",
          legend: [
            .init(style: "first-frame", name: "first frame"),
            .init(style: "next-frame", name: "the next one"),
          ], picture: chart.svg)
      ],
      tables: [ReportTable(title: "The first frame in cycles", table: table)])
  }

  private static func row(_ unit: UnitActivity) -> RowChart.Row {
    let styles = ["first-frame", "next-frame"]
    let segments = zip(unit.frames, styles).flatMap { runs, style in
      runs.map { run in
        let cycles = run.lastCycle - run.firstCycle + 1
        return RowChart.Segment(
          range: Double(run.firstCycle)...Double(run.lastCycle + 1), style: style,
          opacity: 0.35 + 0.65 * Double(run.beats) / Double(cycles),
          tip: "\(unit.name): \(run.beats) beats in cycles \(run.firstCycle) to \(run.lastCycle)")
      }
    }
    let runs = unit.frames.first ?? []
    let first = NumberText.grouped(runs.first?.firstCycle)
    return RowChart.Row(
      label: unit.name, segments: segments,
      note: "\(first) – \(NumberText.grouped(runs.last?.lastCycle))")
  }
}
