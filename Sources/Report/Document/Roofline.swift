internal import Estimator
internal import HDLGen

/// What a LUT can compute at best in a clock cycle, and what designs make of theirs.
///
/// Weights stay on the chip, but for those of a shared engine, so LUTs are the roof: a lane does
/// two operations (multiply, add) per cycle and takes c LUTs, so L LUTs do at most 2·L/c operations
/// per cycle. Operations per cycle compare designs at different clocks; times the clock they are
/// operations per second.
public struct Roofline: Encodable, Hashable, Sendable {
  public struct Ceiling: Encodable, Hashable, Sendable {
    public let name: String
    public let lutPerLane: Double
    public var operationsPerCycleAndLUT: Double { 2 / lutPerLane }
  }

  public struct Point: Encodable, Hashable, Sendable {
    public let system: String
    public let lut: Int
    public let megahertz: Double
    public let operationsPerCycle: Double
    public let gigaOperationsPerSecond: Double
  }

  /// Empty without a device.
  public let ceilings: [Ceiling]
  /// LUTs of the device; 0 of a kind of LUT that is no device.
  public let availableLUT: Int
  /// What a shared engine reads from external memory; 0 without one.
  public let weightBytesPerFrame: Int
  /// This design first, then published ones of any network. Empty for a network without matrices.
  public let points: [Point]

  init(_ manifest: Manifest, _ resources: EstimateReport) {
    ceilings = resources.available.lut == 0 ? [] : Self.ceilings(of: manifest)
    availableLUT = resources.available.lut
    weightBytesPerFrame = manifest.units.compactMap(\.engine?.imageBytes).reduce(0, +)
    let operations = 2 * Double(manifest.macsPerFrame)
    let own = resources.comparison.prefix(1).filter { operations > 0 && $0.lut > 0 }.map { row in
      Point(
        row.system, lut: row.lut, megahertz: row.megahertz, operations: operations,
        framesPerSecond: row.framesPerSecond)
    }
    points = own.isEmpty ? [] : own + ComparedDesign.published.compactMap(Point.init)
  }

  /// The higher roof first.
  private static func ceilings(of manifest: Manifest) -> [Ceiling] {
    [
      manifest.units.contains(where: \.hasConstantWeights)
        ? Ceiling(name: "least that any circuit takes, weights in its logic", lutPerLane: 0.14)
        : Ceiling(name: "least that any circuit takes", lutPerLane: 0.29),
      // Counters of 12 bits in 4 LUTs: Kumm and Zipf, "Pipelined compressor tree optimization using
      // integer linear programming", FPL 2014; Preußer, "Generic and universal parallel matrix
      // summation with a flexible compression goal for Xilinx FPGAs", FPL 2017.
      Ceiling(name: "best published compressors", lutPerLane: 1.05),
    ]
  }
}

extension Manifest.Unit {
  /// Whether each lane of a popcount has one weight for all cycles.
  fileprivate var hasConstantWeights: Bool {
    popcountTables != nil && folding != nil && memories.first?.depth == 1 && kernels == nil
  }
}

extension Roofline.Point {
  init(
    _ system: String, lut: Int, megahertz: Double, operations: Double, framesPerSecond: Double
  ) {
    self.system = system
    self.lut = lut
    self.megahertz = megahertz
    operationsPerCycle = operations * framesPerSecond / (megahertz * 1e6)
    gigaOperationsPerSecond = operations * framesPerSecond / 1e9
  }

  /// Nil if a figure is not known or not of LUTs.
  init?(_ design: ComparedDesign) {
    guard design.countsLUTs, let lut = design.lut, let megahertz = design.megahertz,
      let macs = design.macsPerFrame
    else { return nil }
    self.init(
      design.system, lut: lut, megahertz: megahertz, operations: 2 * macs,
      framesPerSecond: design.framesPerSecond)
  }
}
