internal import HDLGen

/// Where the LUTs of a matrix-vector unit or a shared engine go, beside what they must at least be.
///
/// The popcounts' are exact on 7-series FPGAs, whose primitives synthesis keeps, and contain the
/// weights where these are part of their logic; memories' and
/// accumulators' are models; the rest is what remains of the mapped unit: control, replay buffer,
/// output register and errors of the models.
public struct LaneAudit: Codable, Hashable, Sendable {
  public let unit: String
  public let lanes: Int
  public let popcount: Int
  public let weights: Int
  public let accumulators: Int
  public let thresholds: Int
  public let rest: Int
  public let total: Int
  /// LUTs that no circuit of this folding can do without: 0.29 per lane for N inputs summed with
  /// carry chains to ⌈log2(N + 1)⌉ bits, 0.14 if the weights are constants, and an adder bit for
  /// each bit of a sum that takes several cycles.
  public let bound: Double

  /// LUTs per lane, all that the unit takes.
  public var perLane: Double { Double(total) / Double(lanes) }

  /// Nil for units without popcounts, and for families whose synthesis makes popcounts anew.
  init?(_ unit: Manifest.Unit, _ resources: Resources, on family: Family) {
    guard [.xc7, .xcup].contains(family), let tables = unit.popcountTables else { return nil }
    if let engine = unit.engine {
      self.init(engine, unit, tables: tables, resources)
    } else {
      self.init(matrix: unit, tables: tables, resources)
    }
  }

  private init?(matrix unit: Manifest.Unit, tables: Int, _ resources: Resources) {
    guard let folding = unit.folding, let weightMemory = unit.memories.first else { return nil }
    let rows = folding.pe * (unit.integer("Pixels") ?? 1)
    let bits = Self.bits(of: folding.columns)
    let starts = unit.text("ThresholdFile").flatMap { file in
      unit.memories.first { $0.file == file }
    }
    let accumulatorBits = starts.map { $0.width / folding.pe } ?? bits
    self.unit = unit.name
    lanes = unit.lanes
    popcount = tables
    let isInTables = unit.text("WeightStyle") == "distributed" && !unit.hasWiredWeights
    weights =
      (isInTables
        ? MemoryCost(depth: weightMemory.depth, width: weightMemory.width).luts : 0)
      + (unit.kernels?.tables ?? 0)
    accumulators = rows * accumulatorBits
    // Up to eight words share the LUTs of the accumulators.
    thresholds =
      starts.map {
        $0.depth > 8 ? MemoryCost(depth: $0.depth, width: $0.width).luts : 0
      } ?? 0
    total = resources.lut
    rest = total - popcount - weights - accumulators - thresholds
    let isFolded = folding.columns > folding.simd
    let perLane = weightMemory.depth == 1 && unit.kernels == nil ? 0.14 : 0.29
    bound = perLane * Double(lanes) + Double(isFolded ? rows * bits : 0)
  }

  /// Of an engine, whose weights and start values are in memories and registers.
  private init(
    _ engine: Manifest.Engine, _ unit: Manifest.Unit, tables: Int, _ resources: Resources
  ) {
    let columns = engine.layers.map(\.columns).max() ?? 1
    let bits = Self.bits(of: columns)
    self.unit = unit.name
    lanes = unit.lanes
    popcount = tables
    (weights, thresholds) = (0, 0)
    accumulators = engine.pe * (unit.integer("AccBits") ?? bits)
    total = resources.lut
    rest = total - popcount - accumulators
    bound = 0.29 * Double(lanes) + Double(columns > engine.simd ? engine.pe * bits : 0)
  }

  /// Of a number from 0 to `count`.
  private static func bits(of count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }
}

extension Manifest.Unit {
  fileprivate func text(_ name: String) -> String? {
    guard case .string(let value) = parameters.first(where: { $0.name == name })?.value else {
      return nil
    }
    return value
  }
}
