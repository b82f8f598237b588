internal import Estimator
public import HDLGen

/// One unit's time: its share of the interval, and when the first frame goes through it.
public struct UnitActivity: Encodable, Hashable, Sendable {
  public let name: String
  public let kind: String
  public let layer: String
  /// What the unit is for: `matrix`, `window`, `arithmetic`, `stream` or `end`.
  public let role: String
  public let cyclesPerFrame: Int
  /// Percent of the interval that it works.
  public let busyPercent: Double
  /// The first frame's beats at its output, and the second frame's behind them.
  public let frames: [[DataflowTrace.Run]]

  /// Transfers that are closer than this part of the latency make one run.
  private static let resolution = 400

  /// In the order of the data flow.
  static func all(of manifest: Manifest, _ trace: DataflowTrace) -> [UnitActivity] {
    manifest.units.map { unit in
      let output = trace.streams.first { $0.producer == unit.name }
      let gap = manifest.latencyCycles / resolution
      return UnitActivity(
        name: unit.name, kind: unit.kind, layer: unit.layer,
        role: UnitRole(kind: unit.kind).rawValue, cyclesPerFrame: unit.cyclesPerFrame,
        busyPercent: 100 * Double(unit.cyclesPerFrame) / Double(manifest.cyclesPerFrame),
        frames: output.map { stream in
          stream.frames.indices.map { stream.runs(frame: $0, joiningGapsUpTo: gap) }
        } ?? [])
    }
  }
}
