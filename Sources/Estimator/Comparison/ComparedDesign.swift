/// A design in the columns of the survey of Yuan and Agaian ("A comprehensive review of binary
/// neural network", 2021), with the figures that make designs comparable; nil is not known.
public struct ComparedDesign: Encodable, Hashable, Sendable {
  public let system: String
  /// What it classifies.
  public let data: String?
  public let device: String
  public let framesPerSecond: Double
  public let accuracyPercent: Double?
  /// Bits of weights and activations; a dash for a mixture.
  public let bits: String
  public let megahertz: Double?
  public let watts: Double?
  public let dsp: Int?
  /// Blocks as the source counts them.
  public let blockRAM: Double?
  public let lut: Int?
  /// Whether `lut` are LUTs, and not another vendor's logic cells.
  public let countsLUTs: Bool
  /// Multiplications with a binary weight that one frame takes, the first layer's with pixels among
  /// them.
  public let macsPerFrame: Double?
  /// LUTs for each multiplication that is made per cycle, on average: lanes that idle count in
  /// full.
  public let lutPerMAC: Double?
  /// Two operations per multiplication, in billions per second.
  public let gops: Double?
  public let gopsPerKLUT: Double?
  public let framesPerJoule: Double?
  /// What the row counts otherwise than the others.
  public let notes: [String]

  init(
    system: String, data: String?, device: String, framesPerSecond: Double,
    accuracyPercent: Double?, bits: String = "1/1", megahertz: Double?, watts: Double? = nil,
    dsp: Int?, blockRAM: Double?, lut: Int?,
    countsLUTs: Bool = true, macsPerFrame: Double?,
    notes: [String]
  ) {
    self.system = system
    self.data = data
    self.device = device
    self.framesPerSecond = framesPerSecond
    self.accuracyPercent = accuracyPercent
    self.bits = bits
    self.megahertz = megahertz
    self.watts = watts
    self.dsp = dsp
    self.blockRAM = blockRAM
    self.lut = lut
    self.countsLUTs = countsLUTs
    self.macsPerFrame = macsPerFrame
    let gops = macsPerFrame.map { 2 * $0 * framesPerSecond / 1e9 }
    self.gops = gops
    gopsPerKLUT = lut.flatMap { lut in gops.map { $0 / (Double(lut) / 1000) } }
    lutPerMAC = lut.flatMap { lut in
      guard let macsPerFrame, let megahertz else { return nil }
      return Double(lut) * megahertz * 1e6 / (macsPerFrame * framesPerSecond)
    }
    framesPerJoule = watts.flatMap { $0 > 0 ? framesPerSecond / $0 : nil }
    self.notes = notes
  }
}

extension ComparedDesign {
  /// Published designs, of any network.
  public static var published: [ComparedDesign] { PublishedDesigns.all + SurveyedDesigns.all }

  static let blocksOf36 = "BRAM are blocks of 36 Kbit"
}
