/// What a unit is for, as reports tell units apart; each unit has one.
public enum UnitRole: String, CaseIterable, Sendable {
  /// Weights, popcounts and thresholds.
  case matrix
  /// Windows over maps, their borders and pools.
  case window
  /// Sums, scales and conversions of integers.
  case arithmetic
  /// FIFOs, forks and joins, and conversion between numbers of lanes.
  case stream
  /// The core's ports, encodings of pixels and what becomes of scores.
  case end

  /// `kind` is that of a manifest's unit.
  public init(kind: String) {
    switch kind {
    case "mvu", "engine", "bit_planes", "threshold": self = .matrix
    case "padding", "sliding_window", "reduce": self = .window
    case "add", "gated_add", "scale_bias", "requantize", "bit_plane": self = .arithmetic
    case "width_converter", "fork", "fifo", "concat", "select": self = .stream
    default: self = .end
    }
  }
}
