/// How fast each unit of a core is by itself: placed and routed in a `ScanWrapper`.
public struct UnitPlacements: Codable, Hashable, Sendable {
  /// What placed them, such as `nextpnr-ice40 0.4-1+b1`.
  public let tool: String
  /// The package, as the tool calls it.
  public let package: String
  /// What the tool calls a site with a LUT.
  public let logicSite: String
  /// In the order of the data flow.
  public let units: [Unit]
  /// Whether the core was to be placed, too, and needs more than the device has.
  public let isCoreTooLarge: Bool

  public struct Unit: Codable, Hashable, Sendable {
    public let name: String
    /// Whether the device has room for the unit alone.
    public let fits: Bool
    /// Sites with a LUT that it takes, those of the wrapper taken off; nil if it was not placed, or
    /// the tool gives no time.
    public let logicSites: Int?
    /// Nil if the unit does not fit, and if the tool gives no time for any of its paths, for they
    /// are short.
    public let clock: Clock?
  }

  public struct Clock: Codable, Hashable, Sendable {
    /// Of the slowest path between flip-flops, at the tool's slowest corner.
    public let megahertz: Double
    /// Whether that path is the wrapper's own: the unit's are faster.
    public let isLowerBound: Bool
  }
}

extension UnitPlacements {
  public func clock(of unit: String) -> Clock? {
    units.first { $0.name == unit }?.clock
  }

  public func logicSites(of unit: String) -> Int? {
    units.first { $0.name == unit }?.logicSites
  }
}
