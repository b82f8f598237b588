/// What a piece of hardware takes of an FPGA. Carry chains are listed, but hold no LUT of their own
/// where the family has them beside its LUTs.
public struct Resources: Codable, Hashable, Sendable {
  /// LUTs that compute.
  public var lut = 0
  /// LUTs that are memory or shift register.
  public var lutram = 0
  public var ff = 0
  /// Carry cells: CARRY4 and CARRY8, CCU2C, ALU.
  public var carry = 0
  /// Block RAM in units of 36 Kbit (36 864 bits): RAMB36 = 1, RAMB18 = 0.5.
  public var bram36 = 0.0
  public var dsp = 0

  public init(
    lut: Int = 0, lutram: Int = 0, ff: Int = 0, carry: Int = 0, bram36: Double = 0, dsp: Int = 0
  ) {
    self.lut = lut
    self.lutram = lutram
    self.ff = ff
    self.carry = carry
    self.bram36 = bram36
    self.dsp = dsp
  }

  /// LUTs of both uses: what a device's LUT count limits and vendor tools report.
  public var allLUTs: Int { lut + lutram }

  public static func + (left: Self, right: Self) -> Self {
    Self(
      lut: left.lut + right.lut, lutram: left.lutram + right.lutram, ff: left.ff + right.ff,
      carry: left.carry + right.carry, bram36: left.bram36 + right.bram36,
      dsp: left.dsp + right.dsp)
  }

  public static func * (left: Self, count: Int) -> Self {
    Self(
      lut: left.lut * count, lutram: left.lutram * count, ff: left.ff * count,
      carry: left.carry * count, bram36: left.bram36 * Double(count), dsp: left.dsp * count)
  }
}
