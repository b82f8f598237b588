internal import Estimator

extension ReportSection {
  /// What designs make of their LUTs, against what LUTs can do.
  static func roofline(_ document: ReportDocument) -> ReportSection {
    let roofline = document.roofline
    let chart = RooflineChart(roofline, device: document.resources.device)
    let styles = ["floor-roof", "compressor-roof"]
    let legend = zip(roofline.ceilings, styles).map { ceiling, style in
      ReportFigure.LegendEntry(
        style: style, name: "\(ceiling.name): \(NumberText.short(ceiling.lutPerLane)) LUT per lane")
    }
    return ReportSection(
      anchor: "roofline", title: "Roofline of the device",
      lead: """
        Across: the LUTs of a design. Up: its operations per clock cycle, two for each weight of a frame, \
        over the cycles of a frame; times the clock they are operations per second. \
        \(weights(roofline)): L of them hold L/c lanes of c LUTs, each two operations per cycle. At \
        \(NumberText.scaled(Double(document.clockHertz), "Hz")) the upper roof is \
        \(NumberText.scaled(ceiling(document), "OP/s")) per thousand LUTs.
        """,
      figures: [
        ReportFigure(
          title: "Operations per clock cycle over LUTs",
          legend: legend
            + (roofline.points.isEmpty
              ? []
              : [
                .init(style: "own", name: "this design"),
                .init(style: "published", name: "published designs, of any network"),
              ]),
          picture: chart.svg)
      ],
      tables: [ReportTable(title: "The points", table: table(roofline))])
  }

  private static func weights(_ roofline: Roofline) -> String {
    if roofline.weightBytesPerFrame == 0 { return "Weights stay on the chip, so LUTs are the roof" }
    let bytes = NumberText.grouped(roofline.weightBytesPerFrame)
    return "For each frame \(bytes) bytes of weights come from external memory, whose roof is not "
      + "drawn; that of LUTs is"
  }

  private static func ceiling(_ document: ReportDocument) -> Double {
    let slope = document.roofline.ceilings.map(\.operationsPerCycleAndLUT).max() ?? 0
    return slope * Double(document.clockHertz) * 1000
  }

  private static func table(_ roofline: Roofline) -> TextTable {
    var table = TextTable([
      .numbers("no."), .words("system"), .numbers("LUT"), .numbers("MHz"),
      .numbers("operations per cycle"), .numbers("GOP/s"), .numbers("GOP/s per kLUT"),
    ])
    for (index, point) in roofline.points.enumerated() {
      table.add([
        "\(index + 1)", point.system, NumberText.grouped(point.lut),
        NumberText.real(point.megahertz), NumberText.real(point.operationsPerCycle),
        NumberText.real(point.gigaOperationsPerSecond),
        NumberText.real(1000 * point.gigaOperationsPerSecond / Double(point.lut)),
      ])
    }
    return table
  }
}
