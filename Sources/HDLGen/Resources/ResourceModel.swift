internal import BNNIR

/// Predicts what units take of an FPGA family, without any tool.
///
/// Parts cost LUTs and carry cells by coefficients that `scripts/fit_resources.py` fitted to units
/// mapped by yosys; flip-flops, memories and popcounts of primitives are counted.
public struct ResourceModel: Sendable {
  public let family: Family
  private let coefficients: ResourceCoefficients

  /// Nil for families of no device, to which nothing was fitted.
  public init?(family: Family) {
    guard let coefficients = ResourceCoefficients.of(family) else { return nil }
    self.init(family, coefficients)
  }

  private init(_ family: Family, _ coefficients: ResourceCoefficients) {
    self.family = family
    self.coefficients = coefficients
  }

  /// Of the 7 series, which manifests and searches state figures for.
  public static let xc7 = ResourceModel(.xc7, .xc7)

  /// What a unit takes; of popcounts that are wired to weights an estimate.
  public func resources(of unit: HardwareUnit) -> Resources {
    resources(of: unit.model.inventory)
  }

  /// What all units of a dataflow take; the top adds nothing but wires.
  public func total(of graph: DataflowGraph) -> Resources {
    graph.instances.reduce(Resources()) { $0 + resources(of: $1.unit) }
  }

  public func resources(of inventory: Inventory) -> Resources {
    let composition = composition(of: inventory)
    var lut = 0.0
    var carry = 0.0
    for part in Part.allCases {
      guard let amount = composition.parts[part] else { continue }
      lut += Double(amount) * coefficients.lut[part, default: 0]
      carry += Double(amount) * coefficients.carry[part, default: 0]
    }
    return composition.counted + Resources(lut: Int(lut.rounded()), carry: Int(carry.rounded()))
  }

  /// What an inventory becomes on a family: what is counted, and parts that cost by coefficients.
  public struct Composition: Sendable {
    public internal(set) var counted = Resources()
    public internal(set) var parts: [Part: Int] = [:]

    mutating func add(_ other: Composition) {
      counted = counted + other.counted
      parts.merge(other.parts, uniquingKeysWith: +)
    }
  }

  public func composition(of inventory: Inventory) -> Composition {
    var sum = Composition(counted: Resources(ff: inventory.flipFlops), parts: inventory.parts)
    for memory in inventory.memories { sum.add(mapped(memory)) }
    if let popcounts = inventory.popcounts { sum.add(counted(popcounts)) }
    for multiplier in inventory.multipliers { sum.add(multiplied(multiplier)) }
    return sum
  }

  private func mapped(_ memory: Inventory.Memory) -> Composition {
    var logic = Inventory()
    guard let mapping = MemoryMapping(of: memory, on: family) else {
      switch memory.use {
      case .blockROM, .rom:
        logic.addTable(depth: memory.depth, width: memory.width)
        logic.add(flipFlops: memory.width)
      case .ram, .lutRAM, .asynchronousRAM:
        logic.addMultiplexer(inputs: memory.depth, bits: memory.width)
        logic.add(.partEnables, memory.depth)
        logic.add(flipFlops: memory.width * memory.depth)
        if memory.use == .ram { logic.add(flipFlops: memory.width) }
      }
      return Composition(counted: Resources(ff: logic.flipFlops), parts: logic.parts)
    }
    if mapping.banks > 1 {
      logic.addMultiplexer(inputs: mapping.banks, bits: memory.width)
      logic.add(.memoryBanks, mapping.banks)
    }
    var register = Resources(ff: mapping.hasRegister ? memory.width : 0)
    if memory.use == .ram, mapping.resources.bram36 > 0, family.emulatesCollisions {
      let addressBits = (0...max(memory.depth - 1, 1)).unsignedBits
      register.ff += 2 * memory.width + addressBits + 2
      logic.add(.collisionBits, memory.width)
    }
    return Composition(counted: mapping.resources + register, parts: logic.parts)
  }

  private func counted(_ popcounts: Inventory.Popcounts) -> Composition {
    let lanes = popcounts.width * popcounts.count
    switch family {
    case .xc7, .xcup:
      let registers = popcounts.registers ?? popcounts.estimatedRegisters
      let tables = popcounts.tables ?? popcounts.estimatedTables
      return Composition(
        counted: Resources(lut: tables, ff: registers), parts: [.countedLanes: lanes])
    case .ecp5, .ice40, .gowin, .lut4, .lut6:
      let part: Part =
        switch popcounts.words {
        case 0: popcounts.stages > 0 ? .stagedLanes : .countedLanes
        case 1: .wiredLanes
        default: .countedLanes
        }
      // Weights in the logic are left to the mapper, with registers behind the count.
      let isStructural = popcounts.words == 0
      let registers =
        isStructural
        ? popcounts.registers ?? popcounts.estimatedRegisters
        : popcounts.stages * popcounts.count * (0...popcounts.width).unsignedBits
      let countBits = (0...popcounts.width).unsignedBits
      let adders = popcounts.count * (popcounts.width - countBits)
      var logic = Inventory()
      logic.add(part, lanes)
      logic.add(.countingAdders, adders)
      // An XNOR has room for eight words.
      logic.addTable(depth: max(1, popcounts.words), width: lanes, freeInputs4: 3)
      return Composition(counted: Resources(ff: registers), parts: logic.parts)
    }
  }

  /// A DSP block of xc7 and xcup takes the registers around its product and the sum in; all hold
  /// the products that occur.
  private func multiplied(_ multiplier: Inventory.Multiplier) -> Composition {
    let registers =
      multiplier.registerBits
      ?? multiplier.leftBits + multiplier.rightBits + multiplier.productBits
    let soft = Composition(
      parts: [
        .productBits: multiplier.leftBits * multiplier.rightBits * multiplier.count,
        .adderBits: multiplier.sumBits * multiplier.count,
      ])
    guard min(multiplier.leftBits, multiplier.rightBits) > 1 else { return soft }
    switch family {
    case .xc7, .xcup:
      guard multiplier.productBits >= 9 else { return soft }
      return Composition(
        counted: Resources(ff: -registers * multiplier.count, dsp: multiplier.count))
    case .ecp5:
      return Composition(
        counted: Resources(dsp: multiplier.count),
        parts: [.adderBits: multiplier.sumBits * multiplier.count])
    case .ice40, .gowin, .lut4, .lut6: return soft
    }
  }
}

extension Family {
  /// Whether its block RAM leaves open what is read of a word that is being written.
  fileprivate var emulatesCollisions: Bool {
    switch self {
    case .xc7, .xcup: false
    case .ecp5, .ice40, .gowin, .lut4, .lut6: true
    }
  }
}

extension Inventory.Popcounts {
  /// LUT6 per lane of `PopcountCircuit` (words = 0) and `WiredCounts`, as these make them of random
  /// weights: a compressor takes 0.62 behind tables that hold a lane each, for two rows together if
  /// the address and the lane are five inputs. Rows of one word share tables.
  var estimatedTables: Int {
    let perLane: Double =
      switch words {
      case 0: 0.88
      case 1: 0.45
      case 2...4: 0.75
      case 5...16: 0.62 + Double(count.dividedRoundingUp(by: 2)) / Double(count)
      default: 1.62
      }
    return Int((perLane * Double(width * count)).rounded())
  }

  fileprivate var estimatedRegisters: Int { stages * count * (width / 4 + 3) }
}
