internal import HDLGen

/// Cells of the 7 series and UltraScale+.
///
/// LUTs of a memory cell: UG474, table "Distributed RAM Configuration"; UG574 for those of eight.
/// A LUT that could share a LUT6 with another counts as one. MUXF7 and MUXF8 stand beside the LUTs.
/// INV is yosys's name for a LUT1 that inverts. As in published yosys figures it is not counted:
/// most vanish into what they feed, but one before a carry chain keeps its LUT.
enum XilinxCells {
  static func cost(of type: String) -> Resources? {
    switch type {
    case "LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6", "LUT6_2": Resources(lut: 1)
    case "SRL16E", "SRLC16E", "SRLC32E", "RAM32X1S", "RAM64X1S": Resources(lutram: 1)
    case "RAM32X1D", "RAM64X1D", "RAM128X1S": Resources(lutram: 2)
    case "RAM32M", "RAM64M", "RAM128X1D", "RAM256X1S": Resources(lutram: 4)
    case "RAM32M16", "RAM64M8", "RAM256X1D", "RAM512X1S": Resources(lutram: 8)
    case "FDRE", "FDSE", "FDCE", "FDPE", "FDRE_1", "FDSE_1", "FDCE_1", "FDPE_1", "LDCE", "LDPE":
      Resources(ff: 1)
    case "CARRY4", "CARRY8": Resources(carry: 1)
    case "RAMB18E1", "RAMB18E2": Resources(bram36: 0.5)
    case "RAMB36E1", "RAMB36E2": Resources(bram36: 1)
    case "DSP48E1", "DSP48E2": Resources(dsp: 1)
    case "INV", "MUXF7", "MUXF8", "MUXF9", "GND", "VCC": Resources()
    default: nil
    }
  }
}
