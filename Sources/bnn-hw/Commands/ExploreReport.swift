import HDLGen

/// What `explore` tells: the designs that none of the others beats.
struct ExploreReport: Encodable {
  struct Point: Encodable {
    /// The job's directory below `points`.
    let name: String
    let framesPerSecond: Double
    let cyclesPerFrame: Int
    let latencyCycles: Int
    /// By the model.
    let luts: Int
    let ffs: Int
    let bram36: Double
    let dsps: Int
    /// A file for `generate --folding`, below the exploration's directory.
    let folding: String
    /// By simulation and synthesis; nil if they did not run.
    var confirmed: PointResult?
  }

  let name: String
  let directory: String
  let clockHertz: Int
  let device: String
  /// The slowest first.
  var points: [Point]

  init(
    _ name: String, _ points: [(name: String, design: DesignPoint)], directory: String,
    clockHertz: Int, device: String
  ) {
    self.name = name
    self.directory = directory
    self.clockHertz = clockHertz
    self.device = device
    self.points = points.map { point in
      Point(
        name: point.name,
        framesPerSecond: Double(clockHertz) / Double(point.design.cyclesPerFrame),
        cyclesPerFrame: point.design.cyclesPerFrame, latencyCycles: point.design.latencyCycles,
        luts: point.design.area.luts, ffs: point.design.area.ffs,
        bram36: point.design.area.blocks, dsps: point.design.area.dsps,
        folding:
          "\(Exploration.pointsDirectory)/\(point.name)/\(PointJob.foldingFile)")
    }
  }

  var text: String {
    var table = TextTable(
      "frames/s", "cycles", "latency", "LUT", "FF", "RAMB36", "DSP", "folding", "confirmed")
    for point in points {
      table.add(
        Self.rate(point.framesPerSecond), point.cyclesPerFrame.grouped,
        point.latencyCycles.grouped, point.luts.grouped, point.ffs.grouped, point.bram36.plain,
        point.dsps, point.name, point.confirmed.map(Self.text) ?? "-")
    }
    return """
      \(name): \(points.count) designs at \(ClockFrequency.text(clockHertz)) that no other one beats, \
      by the model
      \(table.text)
      in \(directory): \(Exploration.frontFile), \(Exploration.pictureFile), \
      \(Exploration.pointsDirectory)/<folding>/\(PointJob.foldingFile)
      """
  }

  static func rate(_ framesPerSecond: Double) -> String {
    framesPerSecond >= 100 ? Int(framesPerSecond).grouped : framesPerSecond.plain
  }

  private static func text(_ result: PointResult) -> String {
    let exact = result.mismatches == 0 ? "bit-exact" : "\(result.mismatches) frames differ"
    return "\(exact), \(result.cyclesPerFrame.grouped) cycles, "
      + "\(result.resources.allLUTs.grouped) LUT, \(result.resources.bram36.plain) RAMB36"
  }
}
