internal import Estimator

extension ReportSection {
  /// What designs make of their LUTs, against what LUTs can do.
  static func roofline(_ document: ReportDocument) -> ReportSection {
    let roofline = document.roofline
    return ReportSection(
      anchor: "roofline",
      title: document.resources.isOfDevice ? "Roofline of the device" : "Operations over LUTs",
      lead: """
        Operations per clock cycle are two for each weight of a frame, over the cycles of a frame; times \
        the clock they are operations per second. \(roof(document))
        """,
      pictureLead: "Across: the LUTs of a design. Up: its operations per clock cycle.",
      figures: roofline.points.isEmpty && roofline.ceilings.isEmpty
        ? []
        : [
          ReportFigure(
            title: "Operations per clock cycle over LUTs", legend: legend(roofline),
            picture: RooflineChart(roofline, device: document.resources.device).svg)
        ],
      tables: [ReportTable(title: "The points", table: table(roofline))])
  }

  private static func legend(_ roofline: Roofline) -> [ReportFigure.LegendEntry] {
    let roofs = zip(roofline.ceilings, ["floor-roof", "compressor-roof"]).map { ceiling, style in
      ReportFigure.LegendEntry(
        style: style, name: "\(ceiling.name): \(NumberText.short(ceiling.lutPerLane)) LUT per lane")
    }
    if roofline.points.isEmpty { return roofs }
    return roofs + [
      .init(style: "own", name: "this design"),
      .init(style: "published", name: "published designs, of any network"),
    ]
  }

  /// What bounds the operations.
  private static func roof(_ document: ReportDocument) -> String {
    let slopes = document.roofline.ceilings.map(\.operationsPerCycleAndLUT)
    guard let slope = slopes.max() else {
      return "\(document.resources.device) is a kind of LUT and no device, so there is no roof."
    }
    let perThousand = slope * Double(document.clockHertz) * 1000
    return """
      \(weights(document.roofline)): L of them hold L/c lanes of c LUTs, each two operations per \
      cycle. At \(NumberText.scaled(Double(document.clockHertz), "Hz")) the upper roof is \
      \(NumberText.scaled(perThousand, "OP/s")) per thousand LUTs.
      """
  }

  private static func weights(_ roofline: Roofline) -> String {
    if roofline.weightBytesPerFrame == 0 { return "Weights stay on the chip, so LUTs are the roof" }
    let bytes = NumberText.grouped(roofline.weightBytesPerFrame)
    return "For each frame \(bytes) bytes of weights come from external memory, whose roof is left "
      + "out; that of LUTs is"
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
