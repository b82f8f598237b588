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
      KeyFigure(
        value: NumberText.real(timing.framesPerSecond), unit: "frames/s",
        caption: "\(NumberText.counted(timing.cyclesPerFrame, "cycle")) per frame"),
      KeyFigure(
        split: NumberText.scaled(timing.latencySeconds, "s"),
        caption: "latency, \(NumberText.counted(timing.latencyCycles, "cycle"))"),
      KeyFigure(
        split: NumberText.scaled(2 * Double(timing.macsPerFrame) * timing.framesPerSecond, "OP/s"),
        caption: "\(NumberText.grouped(timing.lanes)) XNOR lanes"),
      KeyFigure(
        value: NumberText.grouped(report.total.allLUTs), unit: "LUT",
        caption: "\(NumberText.percent(report.utilisation.lut)) of the device"),
      KeyFigure(
        value: NumberText.real(report.total.bram36), unit: "BRAM36",
        caption: "\(NumberText.percent(report.utilisation.bram36)) of the device"),
    ]
    if let classification = document.classification, let percent = classification.accuracyPercent {
      figures.append(
        KeyFigure(
          value: NumberText.short(percent), unit: "% accuracy",
          caption: "of \(NumberText.grouped(classification.frames)) images"))
    }
    if let simulation = document.simulation {
      figures.append(
        KeyFigure(
          value: simulation.verdict, unit: "",
          caption: "\(NumberText.grouped(simulation.frames)) frames in Verilog"))
    }
    return figures
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
