internal import HDLGen

/// How fast a core might run on a part whose router is not free: an estimate before placement.
public struct TimingEstimate: Codable, Hashable, Sendable {
  /// Where the delays are from.
  public let basis: String
  /// In the order of the data flow; those with a path.
  public let units: [Unit]
  /// The slowest of the units, or of the whole top if that was mapped.
  public let core: LogicPath

  public struct Unit: Codable, Hashable, Sendable {
    public let name: String
    public let path: LogicPath
  }

  /// Nil where no delays are known, and without any path.
  init?(units: [(name: String, path: LogicPath?)], whole: LogicPath?, on family: Family) {
    guard let model = DelayModel(of: family) else { return nil }
    let known = units.compactMap { unit in unit.path.map { Unit(name: unit.name, path: $0) } }
    let paths = whole.map { [$0] } ?? known.map(\.path)
    guard let core = paths.max(by: { $0.nanoseconds < $1.nanoseconds }) else { return nil }
    basis = model.basis
    self.units = known
    self.core = core
  }
}

extension TimingEstimate {
  var table: TextTable {
    var table = TextTable([
      .words("slowest path of"), .numbers("LUTs"), .numbers("carries"), .numbers("ns"),
      .numbers("estimated MHz"),
    ])
    for unit in units { table.add([unit.name] + unit.path.figures) }
    table.add(["core"] + core.figures)
    return table
  }

  var legend: String {
    """
    An estimate before placement by \(basis), the ports behind registers. A full part is slower.
    """
  }
}

extension LogicPath {
  fileprivate var figures: [String] {
    [
      Figure.count(luts), Figure.count(carries), Figure.real(nanoseconds),
      Figure.count(Int(megahertz)),
    ]
  }
}
