import HDLGen
import Testing

@testable import Estimator

@Suite("Cells of the families")
struct FamilyTests {
  @Test(
    "7-series cells cost what UG474 says",
    arguments: [
      ("LUT1", Resources(lut: 1)), ("LUT6", Resources(lut: 1)), ("MUXF7", Resources()),
      ("INV", Resources()), ("FDRE", Resources(ff: 1)), ("FDPE", Resources(ff: 1)),
      ("CARRY4", Resources(carry: 1)), ("SRL16E", Resources(lutram: 1)),
      ("SRLC32E", Resources(lutram: 1)), ("RAM32X1D", Resources(lutram: 2)),
      ("RAM32M", Resources(lutram: 4)), ("RAM64M", Resources(lutram: 4)),
      ("RAM256X1S", Resources(lutram: 4)), ("RAMB18E1", Resources(bram36: 0.5)),
      ("RAMB36E1", Resources(bram36: 1)), ("DSP48E1", Resources(dsp: 1)),
    ])
  func xilinx(cell: String, cost: Resources) {
    #expect(Family.xc7.cost(ofCell: cell) == cost)
  }

  @Test(
    "iCE40 cells: all flip-flops are alike, a block RAM is a ninth of 36 Kbit",
    arguments: [
      ("SB_LUT4", Resources(lut: 1)), ("SB_CARRY", Resources(carry: 1)),
      ("SB_DFF", Resources(ff: 1)), ("SB_DFFESR", Resources(ff: 1)),
      ("SB_RAM40_4K", Resources(bram36: 1.0 / 9)), ("SB_MAC16", Resources(dsp: 1)),
    ])
  func ice40(cell: String, cost: Resources) {
    #expect(Family.ice40.cost(ofCell: cell) == cost)
  }

  @Test(
    "carry cells that are LUTs count as LUTs",
    arguments: [(Family.ecp5, "CCU2C", 2), (.gowin, "ALU", 1), (.xc7, "CARRY4", 0)])
  func carry(family: Family, cell: String, luts: Int) {
    #expect(family.cost(ofCell: cell) == Resources(lut: luts, carry: 1))
  }

  @Test("a cell of no family is unknown to all", arguments: Family.allCases)
  func unknown(family: Family) {
    #expect(family.cost(ofCell: "$_DFF_P_") == nil)
  }
}
