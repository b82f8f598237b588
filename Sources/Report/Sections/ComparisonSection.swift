internal import Estimator
import HDLGen

extension ReportSection {
  /// This design beside published ones.
  static func comparison(_ document: ReportDocument) -> ReportSection {
    var table = TextTable([
      .words("system"), .words("device"), .numbers("frames/s"), .numbers("accuracy %"),
      .words("bits W/A"), .numbers("MHz"), .numbers("DSP"), .numbers("BRAM36"), .numbers("LUT"),
      .numbers("FF"), .words("what is counted"),
    ])
    let rows = document.resources.comparison
    for row in rows {
      table.add([
        row.system, row.device, NumberText.rate(row.framesPerSecond),
        NumberText.real(row.accuracyPercent), row.bits, NumberText.real(row.megahertz),
        NumberText.grouped(row.dsp), NumberText.real(row.bram36), NumberText.grouped(row.lut),
        NumberText.grouped(row.ff), row.counts,
      ])
    }
    let others =
      rows.count > 1
      ? "Published systems as their authors state them; the last column says what a row counts. –: not known."
      : "bnn-hw knows of no published system with this topology."
    return ReportSection(
      anchor: "comparison", title: "Beside published systems",
      lead: others,
      tables: [ReportTable(title: "Comparison", table: table)])
  }
}
