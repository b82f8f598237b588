internal import HDLGen

/// Cells of the iCE40.
///
/// A logic cell is a LUT4, its carry and its flip-flop; a carry whose LUT computes nothing takes a
/// cell too, which only packing knows. A block RAM has 4 096 bits, a ninth of 36 Kbit.
enum ICE40Cells {
  static func cost(of type: String) -> Resources? {
    switch type {
    case "SB_LUT4": Resources(lut: 1)
    case "SB_CARRY": Resources(carry: 1)
    case "SB_RAM40_4K", "SB_RAM40_4KNR", "SB_RAM40_4KNW", "SB_RAM40_4KNRNW":
      Resources(bram36: 1.0 / 9)
    case "SB_MAC16": Resources(dsp: 1)
    case "SB_GB": Resources()
    default: type.hasPrefix("SB_DFF") ? Resources(ff: 1) : nil
    }
  }
}
