internal import Estimator
import HDLGen

/// A figure of the report's head.
struct KeyFigure: Hashable, Sendable {
  let value: String
  let unit: String
  let caption: String

  static func all(of document: ReportDocument) -> [KeyFigure] {
    let timing = document.timing
    let report = document.resources
    var figures = [
      rate(document),
      KeyFigure(
        split: NumberText.scaled(timing.latencySeconds, "s"),
        caption: "latency, \(NumberText.counted(timing.latencyCycles, "cycle"))"),
      KeyFigure(
        split: NumberText.scaled(2 * Double(timing.macsPerFrame) * timing.framesPerSecond, "OP/s"),
        caption: NumberText.counted(timing.lanes, "lane")),
      KeyFigure(
        value: NumberText.grouped(report.total.allLUTs), unit: "LUT",
        caption: share(report.utilisation.lut, of: Double(report.available.lut), report)),
      KeyFigure(
        value: NumberText.real(report.total.bram36), unit: "BRAM36",
        caption: share(report.utilisation.bram36, of: report.available.bram36, report)),
    ]
    if let classification = document.classification, let percent = classification.accuracyPercent {
      figures.append(
        KeyFigure(
          value: NumberText.short(percent), unit: "% accuracy",
          caption: "of \(NumberText.counted(classification.frames, "image"))"))
    }
    if let simulation = document.simulation {
      figures.append(
        KeyFigure(
          value: simulation.verdict, unit: "",
          caption: "\(NumberText.counted(simulation.frames, "frame")) in Verilog"))
    }
    return figures
  }

  /// Frames per second and the clock that they are at.
  private static func rate(_ document: ReportDocument) -> KeyFigure {
    let provenance = Provenance(document: document)
    let cycles = NumberText.counted(document.timing.cyclesPerFrame, "cycle")
    let estimate =
      provenance.lowerEstimate.map { "; the estimated clock is only \($0)\u{202F}MHz" } ?? ""
    return KeyFigure(
      value: NumberText.rate(document.timing.framesPerSecond), unit: "frames/s",
      caption: "at \(provenance.clock), \(cycles) per frame\(estimate)")
  }

  /// Percent of what a device has.
  private static func share(
    _ percent: Double, of available: Double, _ report: EstimateReport
  ) -> String {
    if !report.isOfDevice { return "of no device" }
    if available == 0 { return "the device has none" }
    let text = "\(NumberText.percent(percent)) of the device"
    return percent > 100 ? "\(text): does not fit" : text
  }

  private init(value: String, unit: String, caption: String) {
    self.value = value
    self.unit = unit
    self.caption = caption
  }

  /// A number and its unit, a narrow space between them.
  private init(split text: String, caption: String) {
    let parts = text.split(separator: "\u{202F}", maxSplits: 1)
    self.init(value: String(parts[0]), unit: String(parts.last ?? ""), caption: caption)
  }
}

extension ReportSection {
  /// In the order of the page.
  static func all(of document: ReportDocument) -> [ReportSection] {
    [
      pipeline(document), examples(document), cycles(document), gantt(document),
      occupancy(document), resources(document), lanes(document), roofline(document),
      comparison(document),
    ].compactMap(\.self)
  }
}
