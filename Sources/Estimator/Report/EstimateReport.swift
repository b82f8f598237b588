public import HDLGen

/// What a generated design takes of a device, unit by unit, and how it compares.
///
/// LUTs are counted as yosys maps them; placement may pack two small ones into one.
public struct EstimateReport: Codable, Hashable, Sendable {
  /// The network's name.
  public let name: String
  public let family: Family
  /// The device's name.
  public let device: String
  /// Whether the figures are measured or a model's.
  public let basis: Basis
  /// What mapped the design, such as `yosys 0.23`, or whose figures the model predicts.
  public let tool: String
  /// The command that mapped each unit.
  public let flags: String
  /// The sum of what the model says, where `total` is measured.
  public let predicted: Resources?
  /// The sum of the units; the top adds nothing but wires.
  public let total: Resources
  /// Block RAM cells of the family, by type; `total.bram36` counts all of them in one unit.
  public let blocks: [String: Int]
  /// The top mapped as one netlist, if that was asked for.
  public let whole: Resources?
  /// How fast the core might run, where that is only estimated.
  public let timing: TimingEstimate?
  /// The top placed and routed, if that was asked for.
  public let placement: Placement?
  /// The units placed and routed one by one, if that was asked for.
  public let unitPlacements: UnitPlacements?
  /// What it might draw, if that was asked for.
  public let power: PowerEstimate?
  /// In the order of the data flow.
  public let units: [UnitEstimate]
  /// Where the LUTs of matrix-vector units go.
  public let audit: [LaneAudit]
  /// LUTs by the roles of units.
  public let roles: [String: Int]
  /// What the device has.
  public let available: Device.Capacity
  public let utilisation: Utilisation
  /// This design, then published designs of the same topology.
  public let comparison: [DesignRow]

  public enum Basis: String, Codable, Sendable {
    case synthesis
    case model
  }

  /// Percent of the device that the total takes.
  public struct Utilisation: Codable, Hashable, Sendable {
    /// LUTs of both uses.
    public let lut: Double
    public let ff: Double
    public let bram36: Double
    public let dsp: Double

    init(of total: Resources, in available: Device.Capacity) {
      self.lut = Self.percent(Double(total.allLUTs), of: Double(available.lut))
      self.ff = Self.percent(Double(total.ff), of: Double(available.ff))
      self.bram36 = Self.percent(total.bram36, of: available.bram36)
      self.dsp = Self.percent(Double(total.dsp), of: Double(available.dsp))
    }

    /// Nothing of a device that has none: only those that have DSP blocks get them from synthesis.
    private static func percent(_ used: Double, of available: Double) -> Double {
      available == 0 ? 0 : 100 * used / available
    }
  }

  /// `units` are the resources of the manifest's units, in its order.
  init(
    _ manifest: Manifest, on device: Device, basis: Basis = .synthesis, tool: String,
    units: [Resources], blocks: [String: Int] = [:], whole: Resources?,
    timing: TimingEstimate? = nil, placement: Placement? = nil,
    unitPlacements: UnitPlacements? = nil, power: PowerBasis? = nil, accuracyPercent: Double?
  ) {
    let model = ResourceModel(family: device.family)
    let predicted =
      basis == .model
      ? nil : model.map { model in manifest.units.map { model.resources(of: $0.inventory) } }
    let total = units.reduce(Resources(), +)
    self.name = manifest.name
    self.family = device.family
    self.device = device.name
    self.basis = basis
    self.tool = tool
    self.predicted = predicted?.reduce(Resources(), +)
    self.flags = device.family.flags
    self.total = total
    self.blocks = blocks
    self.whole = whole
    self.timing = timing
    self.placement = placement
    self.unitPlacements = unitPlacements
    self.units = manifest.units.indices.map {
      let unit = manifest.units[$0]
      return UnitEstimate(
        unit, units[$0], predicted: predicted?[$0],
        parts: basis == .model ? model?.composition(of: unit.inventory).parts : nil)
    }
    self.audit =
      basis == .model
      ? []
      : zip(manifest.units, units).compactMap { LaneAudit($0, $1, on: device.family) }
    self.roles = Dictionary(
      zip(manifest.units, units).map { (UnitRole(kind: $0.kind).rawValue, $1.allLUTs) },
      uniquingKeysWith: +)
    self.available = device.capacity
    self.utilisation = Utilisation(of: total, in: device.capacity)
    let megahertz = placement?.megahertz ?? Double(manifest.clockHertz) / 1e6
    self.power =
      power.map { PowerEstimate(manifest, units, megahertz: megahertz, basis: $0) }
    let basis = placement == nil ? "FPS by folding" : "FPS at the routed core's highest clock"
    let own = DesignRow(
      system: manifest.name, device: device.name,
      framesPerSecond: megahertz * 1e6 / Double(manifest.cyclesPerFrame),
      accuracyPercent: accuracyPercent, bits: manifest.isBinary ? "1/1" : "–", megahertz: megahertz,
      dsp: total.dsp, bram36: total.bram36, lut: total.allLUTs, ff: total.ff,
      counts: "\(tool), accelerator alone; \(basis)")
    self.comparison = [own] + PublishedDesigns.matching(manifest)
  }
}
