/// What holds a unit's weights.
public enum WeightStorage: String, CaseIterable, Codable, Sendable {
  case lut
  case block

  /// As `Style` of `bnn_rom`.
  var style: String {
    switch self {
    case .lut: "distributed"
    case .block: "block"
    }
  }
}
