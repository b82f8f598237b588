/// What holds a unit's weights.
public enum WeightStorage: String, CaseIterable, Codable, Sendable {
  case lut
  case block

  /// As `Style` of `bnn_rom`.
  var style: String {
    switch self {
    case .lut: "distributed"
    case .block: "block"
    }
  }
}

/// What a read-only memory of `depth` words of `width` bits takes on 7-series FPGAs.
public struct MemoryCost: Hashable, Sendable {
  let depth: Int
  let width: Int

  public init(depth: Int, width: Int) {
    self.depth = depth
    self.width = width
  }

  /// LUTs: 64 words for each output of a LUT6, and a LUT6 selects among up to four of them, a quarter
  /// more as yosys 0.23 maps it. One word is a constant; of a few words many outputs are equal.
  public var luts: Int {
    if depth == 1 { return 0 }
    let parts = depth.dividedRoundingUp(by: 64)
    let selectors = (parts - 1).dividedRoundingUp(by: 3)
    return parts == 1 ? min(width, 1 << min(depth, 24)) : width * (parts + selectors) * 5 / 4
  }

  /// Blocks of 18 Kbit.
  public var halfBlocks: Int {
    let memory = Inventory.Memory(use: .blockROM, width: width, depth: depth)
    return Int(2 * (MemoryMapping(of: memory, on: .xc7)?.resources.bram36 ?? 0))
  }
}
