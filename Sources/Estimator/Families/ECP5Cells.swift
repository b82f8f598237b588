internal import HDLGen

/// Cells of the ECP5.
///
/// A CCU2C is a slice in carry mode, so its two LUTs are gone for logic. A TRELLIS_DPR16X4 is four
/// LUTs in RAM mode, and the two of a third slice that serves its write port, as nextpnr-ecp5 packs
/// it. PFUMX and L6MUX21 stand beside the LUTs.
enum ECP5Cells {
  static func cost(of type: String) -> Resources? {
    switch type {
    case "LUT4": Resources(lut: 1)
    case "CCU2C": Resources(lut: 2, carry: 1)
    case "TRELLIS_DPR16X4": Resources(lutram: 6)
    case "TRELLIS_FF": Resources(ff: 1)
    case "DP16KD": Resources(bram36: 0.5)
    case "MULT18X18D": Resources(dsp: 1)
    case "PFUMX", "L6MUX21", "INV", "GND", "VCC": Resources()
    default: nil
    }
  }
}
