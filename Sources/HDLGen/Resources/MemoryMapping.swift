/// What holds a memory after synthesis: the cells of least cost, as `memory_libmap` of yosys 0.23
/// chooses them.
///
/// Besides its cells a memory costs half a point for each bit that is chosen from another bank,
/// half a point for each bank that is written, and two for a register behind cells that have none.
/// Bits in logic cost one point, those that are only read 1/64.
struct MemoryMapping {
  /// Cells and, where logic holds the memory, nothing.
  let resources: Resources
  /// Cells behind each other in depth; 0 if logic holds the memory.
  let banks: Int
  /// Whether the cells are LUTs, and a register follows them.
  let hasRegister: Bool

  /// Nil if logic or flip-flops hold the memory.
  init?(of memory: Inventory.Memory, on family: Family) {
    let choices = family.memoryCells.flatMap { cell in
      cell.shapes.compactMap { Choice(memory, cell, $0) }
    }
    guard let best = choices.min(by: { $0.cost < $1.cost }) else { return nil }
    if let logic = memory.logicCost(on: family), logic < best.cost { return nil }
    resources = best.shape.resources * best.cells
    banks = best.banks
    hasRegister = best.kind == .lut && memory.isRegistered
  }

  private struct Choice {
    let kind: MemoryCell.Kind
    let shape: MemoryCell.Shape
    let banks: Int
    let cells: Int
    let cost: Double

    init?(_ memory: Inventory.Memory, _ cell: MemoryCell, _ shape: MemoryCell.Shape) {
      guard memory.canBe(in: cell.kind) else { return nil }
      kind = cell.kind
      self.shape = shape
      banks = memory.depth.dividedRoundingUp(by: shape.depth)
      // Banks of what is only read lie side by side in the cells' width.
      cells =
        memory.isReadOnly
        ? (memory.width * banks).dividedRoundingUp(by: shape.width)
        : memory.width.dividedRoundingUp(by: shape.width) * banks
      let used = Double(memory.width * banks) / Double(shape.width)
      let fixedCost = (cell.cost - cell.scaledCost) * Double(cells)
      let selecting = 0.5 * Double(memory.width * (banks - 1))
      let writing = banks > 1 && !memory.isReadOnly ? 0.5 * Double(banks) : 0
      cost =
        fixedCost + cell.scaledCost * used + selecting + writing
        + (cell.kind == .lut && memory.isRegistered ? 2 : 0)
    }
  }
}

extension Inventory.Memory {
  fileprivate var isReadOnly: Bool {
    switch use {
    case .blockROM, .rom: true
    case .ram, .lutRAM, .asynchronousRAM: false
    }
  }

  fileprivate var isRegistered: Bool {
    switch use {
    case .ram, .blockROM, .rom: true
    case .lutRAM, .asynchronousRAM: false
    }
  }

  fileprivate func canBe(in kind: MemoryCell.Kind) -> Bool {
    switch kind {
    case .lut: !isReadOnly
    case .block: isRegistered
    }
  }

  /// What the memory costs as logic; nil if it must not be.
  fileprivate func logicCost(on family: Family) -> Double? {
    let bits = Double(width * depth)
    switch use {
    case .blockROM: return family == .ice40 ? bits / 64 : nil
    case .lutRAM: return family == .ice40 ? bits : nil
    case .rom: return bits / 64
    case .ram, .asynchronousRAM: return bits
    }
  }
}
