/// What popcounts take, for reports.
public enum PopcountCost {
  /// LUT6 of `count = popcount(~(x ^ w))` over so many lanes on 7-series FPGAs. Synthesis keeps the
  /// primitives, so this is what it counts.
  public static func tables(lanes: Int) -> Int {
    PopcountCircuit(lanes: lanes, operand: .equalToWeights).tableCount
  }

  /// LUTs of a read-only memory, as far as a model can tell; see `MemoryCost`.
  public static func memoryLUTs(depth: Int, width: Int) -> Int {
    MemoryCost(depth: depth, width: width).luts
  }
}
