/// What a unit is for.
public enum UnitRole: String, CaseIterable, Sendable {
  /// Weights, popcounts and thresholds.
  case matrix
  /// Windows over maps, their borders and pools.
  case window
  /// Conversion between numbers of lanes, forks, joins and FIFOs.
  case stream
  /// The core's ports, encodings of pixels and what becomes of scores.
  case end

  /// `kind` is that of a manifest's unit.
  public init(kind: String) {
    switch kind {
    case "mvu", "engine", "bit_planes", "threshold": self = .matrix
    case "padding", "sliding_window", "reduce": self = .window
    case "width_converter", "fork", "fifo", "add", "concat": self = .stream
    default: self = .end
    }
  }
}
