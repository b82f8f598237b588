/// A kind of memory cell of a family, with its cost to the mapper.
///
/// Source: the libraries of `memory_libmap` that come with yosys 0.23, such as
/// `xilinx/brams_xc4v.txt`.
struct MemoryCell: Sendable {
  enum Kind: Sendable {
    case lut
    case block
  }

  struct Shape: Sendable {
    let depth: Int
    let width: Int
    /// What one cell takes.
    let resources: Resources
  }

  let kind: Kind
  let shapes: [Shape]
  let cost: Double
  /// The share of the cost that is proportional to the used bits of a cell.
  let scaledCost: Double
}

extension Family {
  var memoryCells: [MemoryCell] {
    switch self {
    case .xc7: [Self.ram64m, Self.ram128x1d] + Self.xilinxBlocks
    case .xcup: [Self.ram64m8] + Self.xilinxBlocks
    case .ecp5:
      [Self.lutRAM16x4(scaledCost: 0), Self.blocks(18, depth: 16384, cost: 128, widest: 36)]
    case .ice40: [Self.ram4k]
    case .gowin:
      [Self.lutRAM16x4(scaledCost: 4), Self.blocks(18, depth: 16384, cost: 128, widest: 36)]
    }
  }

  private static let ram64m = MemoryCell(
    kind: .lut,
    shapes: [
      .init(depth: 32, width: 6, resources: Resources(lutram: 4)),
      .init(depth: 64, width: 3, resources: Resources(lutram: 4)),
    ], cost: 8, scaledCost: 7)

  private static let ram128x1d = MemoryCell(
    kind: .lut, shapes: [.init(depth: 128, width: 1, resources: Resources(lutram: 4))], cost: 8,
    scaledCost: 8)

  private static let ram64m8 = MemoryCell(
    kind: .lut,
    shapes: [
      .init(depth: 32, width: 14, resources: Resources(lutram: 8)),
      .init(depth: 64, width: 7, resources: Resources(lutram: 8)),
    ], cost: 16, scaledCost: 16)

  private static let xilinxBlocks = [
    blocks(18, depth: 16384, cost: 129, widest: 36),
    blocks(36, depth: 32768, cost: 257, widest: 72),
  ]

  /// A block of so many Kbit in its aspect ratios, 9 bits for 8 from a width of 9 on.
  private static func blocks(
    _ kilobits: Int, depth: Int, cost: Double, widest: Int
  ) -> MemoryCell {
    let widths = [1, 2, 4, 9, 18, 36, 72].filter { $0 <= widest }
    return MemoryCell(
      kind: .block,
      shapes: widths.enumerated().map { index, width in
        .init(
          depth: depth >> index, width: width,
          resources: Resources(bram36: Double(kilobits) / 36))
      }, cost: cost, scaledCost: 0)
  }

  /// A cell of 16 words of 4 bits takes six LUTs on both families.
  private static func lutRAM16x4(scaledCost: Double) -> MemoryCell {
    MemoryCell(
      kind: .lut, shapes: [.init(depth: 16, width: 4, resources: Resources(lutram: 6))], cost: 4,
      scaledCost: scaledCost)
  }

  private static let ram4k = MemoryCell(
    kind: .block,
    shapes: [2, 4, 8, 16].map {
      .init(depth: 4096 / $0, width: $0, resources: Resources(bram36: 1.0 / 9))
    }, cost: 64, scaledCost: 0)
}
