/// What one of each part costs on a family, in LUTs and in carry cells.
struct ResourceCoefficients: Sendable {
  let lut: [Part: Double]
  let carry: [Part: Double]

  static func of(_ family: Family) -> ResourceCoefficients {
    switch family {
    case .xc7: xc7
    case .xcup: xcup
    case .ecp5: ecp5
    case .ice40: ice40
    case .gowin: gowin
    }
  }
}
