public import HDLGen

/// How fast a design is at the clock that its manifest states.
public struct ReportTiming: Encodable, Hashable, Sendable {
  /// From frame to frame in the steady state.
  public let cyclesPerFrame: Int
  /// The slowest matrix: no schedule of these lanes is faster.
  public let boundCyclesPerFrame: Int
  /// From a frame's first input transfer to its last output transfer, both counted.
  public let latencyCycles: Int
  public let framesPerSecond: Double
  public let latencySeconds: Double
  /// Multiplications by ±1 per frame, in all matrices.
  public let macsPerFrame: Int
  /// Of all matrices; each does a multiplication per cycle.
  public let lanes: Int
  /// The unit that sets the pace.
  public let bottleneck: String

  public init(_ manifest: Manifest) {
    cyclesPerFrame = manifest.cyclesPerFrame
    boundCyclesPerFrame = manifest.boundCyclesPerFrame
    latencyCycles = manifest.latencyCycles
    framesPerSecond = Double(manifest.clockHertz) / Double(manifest.cyclesPerFrame)
    latencySeconds = Double(manifest.latencyCycles) / Double(manifest.clockHertz)
    macsPerFrame = manifest.macsPerFrame
    lanes = manifest.units.map(\.lanes).reduce(0, +)
    let slowest = manifest.units.map(\.cyclesPerFrame).max() ?? 0
    let candidates = manifest.units.filter { $0.cyclesPerFrame == slowest }
    bottleneck = (candidates.first { $0.lanes > 0 } ?? candidates.first)?.name ?? ""
  }
}
