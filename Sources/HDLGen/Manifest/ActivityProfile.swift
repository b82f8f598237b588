/// How much the inputs of a core's units toggle: what a simulation measured, for an estimate of
/// power.
public struct ActivityProfile: Codable, Hashable, Sendable {
  public static let currentFormat = "bnn-hw-activity"

  public let format: String
  /// Of the core.
  public let name: String
  public let frames: Int
  /// In the order of the manifest.
  public let units: [Unit]

  public struct Unit: Codable, Hashable, Sendable {
    public let unit: String
    /// Of what the unit works on: its input streams, or the vector that a matrix holds and replays.
    public let bits: Int
    /// The clock edges that were watched, and the changes of all bits at them.
    public let cycles: Int
    public let toggles: Int

    public init(unit: String, bits: Int, cycles: Int, toggles: Int) {
      self.unit = unit
      self.bits = bits
      self.cycles = cycles
      self.toggles = toggles
    }

    /// The share of the bits that change at a clock edge; half of them where data are random.
    public var togglingShare: Double {
      cycles == 0 ? 0 : Double(toggles) / (Double(bits) * Double(cycles))
    }
  }

  public init(name: String, frames: Int, units: [Unit]) {
    format = Self.currentFormat
    self.name = name
    self.frames = frames
    self.units = units
  }

  /// Whether its numbers can have been counted.
  public var isSound: Bool {
    format == Self.currentFormat && frames > 0
      && units.allSatisfy {
        $0.bits > 0 && $0.cycles >= 0 && $0.toggles >= 0 && $0.togglingShare <= 1
      }
  }

  /// Whether it is of a core with the manifest's units.
  public func isOf(_ manifest: Manifest) -> Bool {
    name == manifest.name && units.map(\.unit) == manifest.units.map(\.name)
  }
}
