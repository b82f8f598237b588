internal import HDLGen

/// Cells of the Gowin families.
///
/// An ALU is a LUT in arithmetic mode. A RAM16SDP4 is worth six LUTs, as in the reports of
/// GowinSynthesis; narrower ones count alike. MUX2_LUT5 to MUX2_LUT8 stand beside the LUTs.
enum GowinCells {
  static func cost(of type: String) -> Resources? {
    switch type {
    case "LUT1", "LUT2", "LUT3", "LUT4": Resources(lut: 1)
    case "ALU": Resources(lut: 1, carry: 1)
    case "RAM16SDP1", "RAM16SDP2", "RAM16SDP4": Resources(lutram: 6)
    case "DFF", "DFFE", "DFFS", "DFFSE", "DFFR", "DFFRE", "DFFP", "DFFPE", "DFFC", "DFFCE",
      "DFFN", "DFFNE", "DFFNS", "DFFNSE", "DFFNR", "DFFNRE", "DFFNP", "DFFNPE", "DFFNC", "DFFNCE":
      Resources(ff: 1)
    case "SP", "SPX9", "SDP", "SDPX9", "DP", "DPX9": Resources(bram36: 0.5)
    case "MUX2_LUT5", "MUX2_LUT6", "MUX2_LUT7", "MUX2_LUT8", "GSR", "GND", "VCC": Resources()
    default: nil
    }
  }
}
