internal import BNNIR

/// What a matrix-vector unit is made of; see `bnn_mvu.sv`.
struct MatrixVectorInventory {
  private let unit: MatrixVectorUnit
  private(set) var inventory = Inventory()

  init(_ unit: MatrixVectorUnit) {
    self.unit = unit
    addControl()
    addWeights()
    addProducts()
    addAccumulators()
    addStarts()
    inventory.addStreamRegister(unit.output.dataBits)
  }

  /// Processing elements: rows times pixels.
  private var elements: Int { unit.pe * unit.pixels }
  private var isBinary: Bool { unit.isBinary }
  private var isSerial: Bool { unit.mode == .bitSerial }
  private var words: Int { unit.weightCost.words.depth }
  private var isAccumulating: Bool { unit.weightFold > 1 }
  private var countBits: Int {
    if isBinary || isSerial { return (0...unit.simd).unsignedBits }
    return min(sumBits, unit.accumulatorBits)
  }
  private var sumBits: Int {
    unit.inputBits + max(0, (0...unit.simd - 1).unsignedBits) + unit.weights.bits
  }

  private mutating func addControl() {
    inventory.add(.matrixControls, 1)
    inventory.add(flipFlops: unit.stages + 1)
    inventory.addCounter(unit.weightFold)
    if isSerial {
      inventory.addCounter(unit.inputBits)
      inventory.add(flipFlops: 2 * (unit.stages + 1))
    }
    if unit.replays, unit.neuronFold > 1 {
      inventory.addReplayBuffer(
        width: unit.inputs[0].dataBits, words: unit.synapseFold, replays: unit.neuronFold)
    }
  }

  /// The address is read a beat ahead; LUTs keep it for the memory behind.
  private mutating func addWeights() {
    if let table = unit.kernelTable { return addKernels(table) }
    let width = unit.weightCost.words.width
    if words == 1, unit.bases == nil { return }
    inventory.addCounter(words)
    if unit.bases != nil {
      let parts = width.dividedRoundingUp(by: 32)
      let use: Inventory.Memory.Use = unit.storage == .block ? .ram : .lutRAM
      inventory.add(flipFlops: 1 + (use == .lutRAM ? 32 * parts : 0))
      for _ in 0..<parts { inventory.add(Inventory.Memory(use: use, width: 32, depth: words)) }
      return
    }
    switch unit.storage {
    case .block: inventory.add(Inventory.Memory(use: .blockROM, width: width, depth: words))
    case .lut, nil:
      if unit.isWired { return }
      inventory.addTable(depth: words, width: width)
      inventory.add(flipFlops: (0...words - 1).unsignedBits)
    }
  }

  /// `bnn_kernel_sequence`.
  private mutating func addKernels(_ table: KernelTable) {
    let lanes = unit.weightCost.words.width
    let depth = words / table.taps
    inventory.addCounter(unit.beatsPerTap)
    inventory.addCounter(table.taps)
    inventory.addCounter(depth)
    inventory.add(.tables6, lanes * table.lutsPerLane)
    inventory.add(.deepTables4, lanes * table.smallLUTsPerLane)
    let width = lanes * table.indexBits
    switch unit.storage {
    case .block: inventory.add(Inventory.Memory(use: .blockROM, width: width, depth: depth))
    case .lut, nil:
      inventory.addTable(depth: depth, width: width)
      inventory.add(flipFlops: (0...max(1, depth - 1)).unsignedBits)
    }
  }

  private mutating func addProducts() {
    let lanes = elements * unit.simd
    if isBinary || isSerial {
      inventory.popcounts = Inventory.Popcounts(
        width: unit.simd, count: elements, words: unit.isWired ? words : 0, stages: unit.stages)
    } else if unit.weights.bits > 1 {
      addIntegerProducts(lanes)
    } else {
      // The sign of a row's only weight becomes part of the comparison.
      if unit.columns > 1 { inventory.add(termPart, lanes * countBits) }
      inventory.add(flipFlops: elements * unit.stages * countBits)
    }
  }

  /// Bits take the weight or its opposite, as ±1 weights do with integers.
  private mutating func addIntegerProducts(_ lanes: Int) {
    if unit.inputBits == 1 {
      inventory.add(unit.weights.bits <= 8 ? .signedTermBits : .longTermBits, lanes * countBits)
      inventory.add(flipFlops: elements * unit.stages * countBits)
    } else if unit.isHard {
      inventory.add(
        Inventory.Multiplier(
          leftBits: unit.inputBits, rightBits: unit.weights.bits,
          productBits: unit.inputBits + unit.weights.bits, sumBits: countBits, count: lanes,
          registerBits: 0))
    } else {
      inventory.add(.rowBits, lanes * unit.inputBits * unit.weights.bits)
      inventory.add(flipFlops: elements * unit.stages * countBits)
    }
  }

  private var termPart: Part {
    if words == 1 { return .constantTermBits }
    let isShort = unit.inputBits + (unit.inputIsSigned ? 0 : 1) <= 8 && unit.simd > 1
    return isShort || words <= 8 ? .signedTermBits : .longTermBits
  }

  private mutating func addAccumulators() {
    inventory.add(flipFlops: elements * countBits)
    if isSerial {
      let partBits = countBits + unit.inputBits
      inventory.add(.serialBits, elements * partBits)
      inventory.add(flipFlops: elements * (partBits - 1))
    }
    let bits = unit.pe * unit.accumulatorBits
    if isAccumulating {
      inventory.add(.accumulatorBits, elements * unit.accumulatorBits)
      inventory.add(flipFlops: elements * unit.accumulatorBits)
    } else {
      for pixel in 0..<unit.pixels {
        let isChanging = unit.neuronFold * classes(of: pixel).count > 1 && unit.hasStarts
        inventory.add(isChanging ? .adderBits : .constantAdderBits, bits)
      }
    }
  }

  /// The border classes that one of the pixels side by side meets.
  private func classes(of pixel: Int) -> [Int] {
    unit.classes.met(by: pixel, of: unit.pixels, in: unit.products.x)
  }

  /// A LUT of the accumulator has room for eight of the words beside its inputs, or two.
  private mutating func addStarts() {
    guard unit.hasStarts else { return }
    inventory.addCounter(unit.neuronFold)
    let hasClasses = unit.classes.count > 1
    if hasClasses {
      inventory.addBorderClass(width: unit.products.x / unit.pixels, height: unit.products.y)
    }
    // Without classes all pixels start at the same word.
    for pixel in 0..<(hasClasses ? unit.pixels : 1) {
      if unit.bases != nil {
        addWritableStarts()
      } else {
        let classes = classes(of: pixel)
        inventory.addTable(
          depth: unit.neuronFold * classes.count, width: differentStartBits(classes),
          freeInputs6: isAccumulating ? 3 : 5, freeInputs4: isAccumulating ? 1 : 0)
      }
    }
  }

  private mutating func addWritableStarts() {
    let width = unit.pe * unit.accumulatorBits
    let words = unit.neuronFold * unit.classes.count
    for _ in 0..<width.dividedRoundingUp(by: 32) {
      inventory.add(Inventory.Memory(use: .asynchronousRAM, width: 32, depth: words))
    }
  }

  /// Bits of the words of start values of some classes that are neither constant nor equal to
  /// others: only these are tables. Columns are told apart by hashes, which is enough for an
  /// estimate.
  private func differentStartBits(_ classes: [Int]) -> Int {
    let bits = unit.accumulatorBits
    var hashes = Array(repeating: 0 as UInt64, count: unit.pe * bits)
    var everOne = Array(repeating: 0, count: unit.pe)
    var everZero = everOne
    let starts = unit.starts ?? []
    for (row, start) in classes.flatMap({ starts[$0].enumerated() }) {
      let element = row % unit.pe
      everOne[element] |= start
      everZero[element] |= ~start
      for bit in 0..<bits {
        let column = element * bits + bit
        hashes[column] = (hashes[column] &+ UInt64(start >> bit & 1)) &* 0x9E37_79B9_7F4A_7C15 &+ 1
      }
    }
    let changing = hashes.indices.filter {
      (everOne[$0 / bits] & everZero[$0 / bits]) >> ($0 % bits) & 1 == 1
    }
    return Set(changing.map { hashes[$0] }).count
  }
}
