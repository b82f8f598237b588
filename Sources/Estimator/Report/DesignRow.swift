/// A design in the columns in which surveys of binarized networks compare them; nil is not known.
public struct DesignRow: Codable, Hashable, Sendable {
  public let system: String
  public let device: String
  public let framesPerSecond: Double
  public let accuracyPercent: Double?
  /// Bits of weights and activations; a dash for a mixture.
  public let bits: String
  public let megahertz: Double
  public let dsp: Int?
  /// Block RAM in units of 36 Kbit.
  public let bram36: Double
  /// Both kinds of LUT.
  public let lut: Int
  public let ff: Int?
  /// What the figures are: whose tool, and how much of a system.
  public let counts: String
}
