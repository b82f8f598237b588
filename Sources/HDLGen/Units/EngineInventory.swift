internal import BNNIR

/// What the shared engine is made of; see `bnn_engine.sv`.
struct EngineInventory {
  private let unit: EngineUnit
  private(set) var inventory = Inventory()

  init(_ unit: EngineUnit) {
    self.unit = unit
    addReader()
    addTiles()
    addSequence()
    addMaps()
    addProducts()
    inventory.addStreamRegister(unit.output.dataBits)
  }

  private var banks: Int { unit.simd / unit.pe }
  private var mapBits: Int { unit.program.mapBits }

  private static func bits(of count: Int) -> Int { (0...count).unsignedBits }

  /// The address, and the room compared with a burst.
  private mutating func addReader() {
    let roomBits = Self.bits(of: unit.tileDepth * unit.beatsPerWord)
    inventory.addCounter(unit.imageBeats.dividedRoundingUp(by: unit.burstBeats))
    inventory.add(.accumulatorBits, roomBits)
    inventory.add(.comparedBits, roomBits)
    inventory.add(.adderBits, EngineUnit.addressBits)
    inventory.add(flipFlops: roomBits + EngineUnit.addressBits + 2)
  }

  /// A memory for each beat of a word, two levels and three addresses.
  private mutating func addTiles() {
    let width = unit.pe * unit.simd
    let levelBits = Self.bits(of: unit.tileDepth)
    inventory.addCounter(unit.beatsPerWord)
    inventory.addCounter(unit.tileDepth)
    inventory.addCounter(unit.tileDepth)
    inventory.add(.accumulatorBits, 3 * levelBits)
    inventory.add(flipFlops: 3 * levelBits + levelBits + 1)
    inventory.add(.partEnables, unit.beatsPerWord)
    for bank in 0..<unit.beatsPerWord {
      inventory.add(
        Inventory.Memory(
          use: .ram, width: min(unit.axiBits, width - bank * unit.axiBits), depth: unit.tileDepth))
    }
  }

  private mutating func addSequence() {
    let program = unit.program
    let words = MemoryImage(path: "", words: program.words)
    inventory.addTable(depth: words.depth, width: words.differentColumns)
    inventory.add(flipFlops: EngineProgram.indexBits(words.depth) * 2 + 6)
    for turns in program.mostTurns + [banks] { inventory.addCounter(turns) }
    let placeBits = mapBits + 2 * program.placeBits
    inventory.addMultiplexer(inputs: 7, bits: placeBits)
    inventory.add(.accumulatorBits, placeBits + mapBits)
    inventory.add(.comparedBits, 2 * program.placeBits)
    inventory.add(flipFlops: placeBits + 2 * mapBits)
  }

  /// The words of a map come from one of three memories, or from the padding.
  private mutating func addMaps() {
    let program = unit.program
    inventory.addCounter(program.inWords)
    inventory.add(
      Inventory.Memory(use: .ram, width: unit.simd, depth: program.inWords))
    let results = program.steps.count > 1 ? [program.evenWords] : []
    for depth in results + (program.steps.count > 2 ? [program.oddWords] : []) {
      for _ in 0..<banks {
        inventory.add(Inventory.Memory(use: .ram, width: unit.pe, depth: depth))
      }
    }
    inventory.addMultiplexer(inputs: 4, bits: unit.simd)
    // Where it goes, in front of the processing elements.
    let flags = 6 + mapBits + banks
    inventory.add(flipFlops: (unit.stages + 3) * (flags + 1) + unit.simd + 9)
  }

  private mutating func addProducts() {
    let countBits = (0...unit.simd).unsignedBits
    let bits = unit.pe * unit.accumulatorBits
    inventory.popcounts = Inventory.Popcounts(
      width: unit.simd, count: unit.pe, words: 0, stages: unit.stages)
    inventory.add(.matrixControls, 1)
    inventory.add(.accumulatorBits, bits)
    inventory.add(.logicBits, unit.pe)
    inventory.add(flipFlops: unit.pe * countBits + 2 * bits + unit.pe)
  }
}
