/// What a read-only memory of `depth` words of `width` bits takes on 7-series FPGAs.
public struct MemoryCost: Hashable, Sendable {
  /// LUTs that are worth half a block RAM. 7-series devices have 190 to 210 of them for each half;
  /// a quarter less, because memories of many LUTs lengthen the way to what reads them.
  static let lutsPerHalfBlock = 150

  let depth: Int
  let width: Int

  public init(depth: Int, width: Int) {
    self.depth = depth
    self.width = width
  }

  /// LUTs: 64 words for each output of a LUT6, and a LUT6 selects among up to four of them, a
  /// quarter more as yosys 0.23 maps it. One word is a constant; of a few words many outputs are
  /// equal.
  public var luts: Int {
    if depth == 1 { return 0 }
    let parts = depth.dividedRoundingUp(by: 64)
    let selectors = (parts - 1).dividedRoundingUp(by: 3)
    return parts == 1 ? min(width, 1 << min(depth, 24)) : width * (parts + selectors) * 5 / 4
  }

  /// LUTs of a memory that is written and read in the same cycle. 64 words take 4 LUTs for 3 bits,
  /// 32 words for 6 bits (RAM64M and RAM32M, UG474, "7 Series FPGAs Configurable Logic Block").
  var dualPortLUTs: Int {
    let parts = depth.dividedRoundingUp(by: 64)
    let perPart = 4 * width.dividedRoundingUp(by: depth <= 32 ? 6 : 3)
    let selectors = parts == 1 ? 0 : width * parts.dividedRoundingUp(by: 3)
    return parts * perPart + selectors
  }

  /// Blocks of 18 Kbit.
  public var halfBlocks: Int {
    let memory = Inventory.Memory(use: .blockROM, width: width, depth: depth)
    return Int(2 * (MemoryMapping(of: memory, on: .xc7)?.resources.bram36 ?? 0))
  }
}
