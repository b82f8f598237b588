/// What costs LUTs: the amounts of these parts that a unit has, each times its family's
/// coefficient, make the model of the unit. Parts of `6` and `4` are for families with LUTs of six
/// and of four inputs.
public enum Part: String, CaseIterable, CodingKeyRepresentable, Codable, Hashable, Sendable {
  // Streams.
  /// `bnn_stream_register`: its valid bits, and a multiplexer for each bit of the payload.
  case streamRegisters, streamRegisterBits
  /// Bits that are cleared in the lanes past a vector's last element.
  case maskedBits
  /// Parts of a wide beat that are written one by one, and bits that a held part is chosen for.
  case partEnables, heldBits

  // Counters and memories.
  /// `bnn_counter` of more than one step; its bits; those that do not wrap by themselves.
  case counters, counterBits, wrapBits
  /// LUTs of multiplexers.
  case selections6, selections4
  /// LUTs of tables that one LUT per output holds, and of deeper ones with their multiplexers.
  case tables6, tables4, deepTables6, deepTables4
  /// LUTs that tables of pixels would take if they followed no rule.
  case pixelTables6, pixelTables4
  /// Banks of memories that are several cells deep.
  case memoryBanks
  /// Bits of a block RAM around which logic decides what is read of a word that is being written.
  case collisionBits

  // Arithmetic.
  /// Sums of two variables; a variable and a constant; a variable or another, and a third.
  case adderBits, constantAdderBits, accumulatorBits
  /// Variables compared with each other, and bits chosen by that.
  case comparedBits, chosenBits
  /// Bits of sums over the words of a window.
  case summedBits
  /// Bits of integers that are added with the sign of their weight: variable weights, where yosys
  /// takes a LUT for a bit of short integers or with few words of weights, and else two; constant
  /// weights.
  case signedTermBits, longTermBits, constantTermBits
  /// Horner's rule over bit planes.
  case serialBits
  /// Products of bits, where no multiplier is hard.
  case productBits
  /// Bits of products of integers with weights, which are added as rows of LUTs.
  case rowBits
  /// Lanes that XNOR and popcount cover, where they are left to the mapper: variable weights and
  /// constant ones; and variable weights with registers within the popcount.
  case countedLanes, wiredLanes, stagedLanes
  /// Full adders of these popcounts: lanes less the bits of a count.
  case countingAdders
  /// Lane by lane `or` and `and`.
  case logicBits

  // Control that is there once.
  case matrixControls, replayControls, borderControls
  case windowControls, windowLoops, windowLevelBits, windowAddressBits, windowWrapBits
  case paddingControls, paddedBits, poolControls, argMaxControls
}
