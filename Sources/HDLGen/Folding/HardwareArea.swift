/// What hardware takes of an FPGA, in the measures that a folding search weighs.
public struct HardwareArea: Hashable, Codable, Sendable {
  /// LUTs that compute or are memory.
  public var luts: Int
  public var ffs: Int
  /// Block RAM in units of 36 Kbit.
  public var blocks: Double
  public var dsps: Int

  public init(luts: Int, ffs: Int, blocks: Double, dsps: Int) {
    self.luts = luts
    self.ffs = ffs
    self.blocks = blocks
    self.dsps = dsps
  }

  public init(_ resources: Resources) {
    self.init(
      luts: resources.allLUTs, ffs: resources.ff, blocks: resources.bram36, dsps: resources.dsp)
  }

  static let zero = HardwareArea(luts: 0, ffs: 0, blocks: 0, dsps: 0)

  static func += (left: inout Self, right: Self) {
    left = HardwareArea(
      luts: left.luts + right.luts, ffs: left.ffs + right.ffs,
      blocks: left.blocks + right.blocks, dsps: left.dsps + right.dsps)
  }

  /// By what share of `room` it is exceeded, over all measures.
  func excess(over room: Self) -> Double {
    func excess(_ used: Double, _ room: Double) -> Double {
      used > room ? (used - room) / max(room, 1) : 0
    }
    return excess(Double(luts), Double(room.luts)) + excess(Double(ffs), Double(room.ffs))
      + excess(blocks, room.blocks) + excess(Double(dsps), Double(room.dsps))
  }
}

/// What block RAM and DSP blocks are worth in LUTs.
struct ExchangeRate: Hashable, Sendable {
  let lutsPerBlock: Double
  let lutsPerDSP: Double

  /// Where no device is named, that of weights in LUTs or block RAM.
  static let usual = ExchangeRate(
    lutsPerBlock: 2 * Double(MemoryCost.lutsPerHalfBlock), lutsPerDSP: 200)

  init(lutsPerBlock: Double, lutsPerDSP: Double) {
    self.lutsPerBlock = lutsPerBlock
    self.lutsPerDSP = lutsPerDSP
  }

  /// So that each resource counts by the share of a room that it takes.
  init(in room: HardwareArea) {
    lutsPerBlock = Double(room.luts) / max(room.blocks, 0.1)
    lutsPerDSP = Double(room.luts) / Double(max(room.dsps, 1))
  }

  func times(_ factor: Double) -> ExchangeRate {
    ExchangeRate(lutsPerBlock: lutsPerBlock * factor, lutsPerDSP: lutsPerDSP)
  }

  /// In LUTs.
  func cost(of area: HardwareArea) -> Double {
    Double(area.luts) + lutsPerBlock * area.blocks + lutsPerDSP * Double(area.dsps)
  }
}
