public import HDLGen

/// A design beside the published ones, in the survey's columns.
public struct DesignComparison: Encodable, Hashable, Sendable {
  /// This design first, then FINN's, then the survey's.
  public let rows: [ComparedDesign]

  /// `images` is how many images the report's accuracy is of. Where the clock is estimated to be
  /// lower than the one given to generate, it is taken, for speed and power.
  public init(_ report: EstimateReport, _ manifest: Manifest, images: Int?) {
    let own = report.comparison[0]
    let clock = OwnClock(report)
    let slowdown = clock.megahertz / own.megahertz
    let notes = [
      "the accelerator alone, \(report.tool); LUTs include those used as memory",
      ComparedDesign.blocksOf36, clock.note,
      images.map { "accuracy of the golden model on \($0) images" },
      manifest.isBinary
        ? nil
        : "some values have several bits; of planes of bits, each counts its multiplications",
      report.power.map { "power is estimated, not measured: \($0.basis)" },
    ].compactMap(\.self)
    let design = ComparedDesign(
      system: own.system, data: nil, device: own.device,
      framesPerSecond: own.framesPerSecond * slowdown, accuracyPercent: own.accuracyPercent,
      bits: own.bits, megahertz: clock.megahertz, watts: report.power.map { $0.watts * slowdown },
      dsp: own.dsp, blockRAM: own.bram36, lut: own.lut,
      macsPerFrame: Double(manifest.macsPerFrame), notes: notes)
    rows = [design] + ComparedDesign.published
  }
}

/// The clock that a design is compared at.
private struct OwnClock {
  let megahertz: Double
  let note: String

  init(_ report: EstimateReport) {
    let given = report.comparison[0].megahertz
    guard report.placement == nil else {
      (megahertz, note) = (given, "the clock is what the router's timing analysis allows")
      return
    }
    guard let highest = report.timing?.core.megahertz.rounded(.down) else {
      megahertz = given
      note = "the clock is the one given to generate, not the result of a timing analysis"
      return
    }
    megahertz = min(given, highest)
    note =
      "the clock is the one given to generate, unless the estimated highest, "
      + "\(Int(highest)) MHz, is lower"
  }
}
