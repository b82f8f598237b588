internal import HDLGen

/// Cells of no device: LUTs, flip-flops, and memories in bits.
///
/// ROMs that the library asks to be in LUTs become LUTs. Other memories stay memories, and their
/// bits count as block RAM, as if blocks of any shape were there.
enum LUTCells {
  /// Commands that map the coarse cells that `synth` leaves.
  static func mapping(inputs: Int) -> [String] {
    [
      "setattr -set keep_memory 1 t:$mem_v2 a:rom_style=distributed %d",
      "memory_map -rom-only -attr !keep_memory",
      "opt -undriven -fine", "techmap", "opt -fast",
      "abc -fast", "opt -fast -full", "abc -lut \(inputs)", "opt -fast", "memory_unpack", "clean",
    ]
  }

  static func cost(of type: String) -> Resources? {
    switch type {
    case "$lut": Resources(lut: 1)
    case CellCounts.memoryBit: Resources(bram36: 1.0 / 36_864)
    case "$memrd", "$memrd_v2", "$memwr", "$memwr_v2", "$meminit", "$meminit_v2": Resources()
    default: isFlipFlop(type) ? Resources(ff: 1) : nil
    }
  }

  /// `$_DFF_P_`, `$_SDFFCE_PN0P_` and the like.
  private static func isFlipFlop(_ type: String) -> Bool {
    ["$_DFF_", "$_DFFE_", "$_SDFF_", "$_SDFFE_", "$_SDFFCE_"].contains(where: type.hasPrefix)
  }
}
