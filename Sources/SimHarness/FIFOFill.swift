import HDLGen

/// How full a FIFO got in a simulation.
public struct FIFOFill: Hashable, Sendable, Encodable {
  /// The name of its unit.
  public let unit: String
  public let depthInBeats: Int
  /// The most beats that a beat found when it came, and itself, even if one of them left at once.
  public let highestFill: Int

  init(_ unit: Manifest.Unit, highestFill: Int) {
    self.unit = unit.name
    depthInBeats = unit.integer("Depth") ?? 0
    self.highestFill = highestFill
  }
}
