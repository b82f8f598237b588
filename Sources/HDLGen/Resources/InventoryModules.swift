internal import BNNIR

/// The library modules that units are composed of.
extension Inventory {
  /// `bnn_stream_register`: two beats, and two bits of control.
  mutating func addStreamRegister(_ width: Int) {
    add(.streamRegisters, 1)
    add(.streamRegisterBits, width)
    add(flipFlops: 2 * width + 2)
  }

  /// `bnn_counter`.
  mutating func addCounter(_ count: Int) {
    if count == 1 { return }
    let bits = (0...count - 1).unsignedBits
    add(.counters, 1)
    add(.counterBits, bits)
    if count != 1 << bits { add(.wrapBits, bits) }
    add(flipFlops: bits)
  }

  /// `bnn_vector_end` of a stream whose elements have so many bits; `isEndUsed` where more than the
  /// lanes of the last beat depends on it.
  mutating func addVectorEnd(_ type: StreamType, isEndUsed: Bool) {
    let padLanes = type.beatsPerVector * type.lanes - type.elementsPerVector
    if padLanes > 0, type.beatsPerVector > 1 { add(.maskedBits, padLanes * type.elementBits) }
    if padLanes > 0 || isEndUsed { addCounter(type.beatsPerVector) }
  }

  /// A multiplexer in front of a stream register, whose own multiplexer's LUT takes a part of it: a
  /// LUT of six inputs makes one net of six, and leaves five less.
  mutating func addRegisteredMultiplexer(inputs: Int, bits: Int) {
    addRegisteredFunction(inputs: inputs + (0...inputs - 1).unsignedBits, bits: bits)
  }

  /// A function in front of a stream register, whose multiplexer reads two nets besides.
  mutating func addRegisteredFunction(inputs: Int, bits: Int) {
    add(.selections6, bits * ((inputs + 1).dividedRoundingUp(by: 5) - 1))
    add(.selections4, bits * ((inputs + 1).dividedRoundingUp(by: 3) - 1))
  }

  /// A multiplexer of `bits` bits.
  mutating func addMultiplexer(inputs: Int, bits: Int) {
    add(.selections6, bits * (inputs - 1).dividedRoundingUp(by: 3))
    add(.selections4, bits * (inputs - 1))
  }

  /// A table as logic, whose outputs go into LUTs with room for `6` and `4` bits of the address.
  mutating func addTable(depth: Int, width: Int, freeInputs6: Int = 0, freeInputs4: Int = 0) {
    if depth == 1 { return }
    if depth > 1 << freeInputs6 { addTable(depth, width, 64, .tables6, .deepTables6, selects: 3) }
    if depth > 1 << freeInputs4 { addTable(depth, width, 16, .tables4, .deepTables4, selects: 1) }
  }

  /// Of a few words many outputs are equal.
  private mutating func addTable(
    _ depth: Int, _ width: Int, _ words: Int, _ one: Part, _ deep: Part, selects: Int
  ) {
    let banks = depth.dividedRoundingUp(by: words)
    if banks == 1 {
      add(one, min(width, 1 << min(depth, 24)))
    } else {
      add(deep, width * (banks + (banks - 1).dividedRoundingUp(by: selects)))
    }
  }

  /// `bnn_replay_buffer`.
  mutating func addReplayBuffer(width: Int, words: Int, replays: Int) {
    let indexBits = words > 1 ? (0...words - 1).unsignedBits : 1
    addCounter(words)
    addCounter(words)
    addCounter(replays)
    add(.replayControls, 1)
    add(flipFlops: 3)
    add(Memory(use: .lutRAM, width: width, depth: 2 << indexBits))
  }

  /// `bnn_border_class` of a map of so many steps in a row.
  mutating func addBorderClass(width: Int, height: Int) {
    addCounter(width)
    addCounter(height)
    add(.borderControls, 1)
  }
}

extension MemoryImage {
  /// Columns that are neither constant nor equal to others: only these are tables.
  var differentColumns: Int {
    Set((0..<width).map { column in (0..<depth).map { words[$0, column] } })
      .count { Set($0).count > 1 }
  }
}
