internal import BNNIR
public import HDLGen

/// What a core might draw on a 7-series part: an estimate from what other binarized accelerators
/// drew.
///
/// Table 3 of the FINN paper (Umuroglu et al., FPGA 2017) states LUTs, block RAM and the measured
/// power of the chip for six designs on an XC7Z045 at 200 MHz. By least squares they draw 0.40 pJ
/// per LUT and cycle and 19.5 pJ per block of 36 Kbit and cycle, static power among it; that is off
/// by -7 to +27 % for the six. Units that wait for slower ones are taken to draw nothing meanwhile.
///
/// How often the bits of one's own data toggle is known from a simulation, or not at all. Without
/// one they are taken to toggle like random data in each cycle in which a unit works, half of them;
/// with one, logic draws in proportion to the toggles of the unit's inputs. Memories draw for each
/// cycle of work.
public struct PowerEstimate: Codable, Hashable, Sendable {
  static let joulesPerLUTCycle = 0.398e-12
  static let joulesPerBlockCycle = 19.5e-12

  /// Of the core, at the clock that frames per second are stated for.
  public let watts: Double
  /// Nil where nothing toggles.
  public let framesPerJoule: Double?
  public let basis: String
  /// In the order of the data flow.
  public let units: [Unit]

  public struct Unit: Codable, Hashable, Sendable {
    public let name: String
    /// The share of the cycles in which it works.
    public let busyShare: Double
    /// The toggles of its inputs as a share of those of random data; nil if they were not measured.
    public let activity: Double?
    public let watts: Double
  }

  init(
    _ manifest: Manifest, _ resources: [Resources], megahertz: Double, basis: PowerBasis
  ) {
    let profile = basis.profile
    units = manifest.units.indices.map { index in
      let (unit, resources) = (manifest.units[index], resources[index])
      let share = min(1, Double(unit.cyclesPerFrame) / Double(manifest.cyclesPerFrame))
      let activity = profile.map { $0.units[index].togglingShare / Self.randomTogglingShare }
      let joulesPerCycle =
        Double(resources.allLUTs) * Self.joulesPerLUTCycle * (activity ?? share)
        + resources.bram36 * Self.joulesPerBlockCycle * share
      return Unit(
        name: unit.name, busyShare: share, activity: activity,
        watts: joulesPerCycle * megahertz * 1e6)
    }
    watts = units.reduce(0) { $0 + $1.watts }
    framesPerJoule =
      watts > 0 ? megahertz * 1e6 / Double(manifest.cyclesPerFrame) / watts : nil
    self.basis =
      profile.map {
        "0.40 pJ per LUT for the toggles of random data, by those of \($0.frames) simulated frames, "
          + "and 19.5 pJ per RAMB36 and busy cycle"
      } ?? "0.40 pJ per LUT and 19.5 pJ per RAMB36 and busy cycle"
  }

  /// Of the bits of random data, how many change from one word to the next.
  private static let randomTogglingShare = 0.5

  /// Throws if nothing is known of the family's power.
  static func check(_ family: Family) throws(DiagnosticError) {
    guard family == .xc7 else { throw DiagnosticError(.powerUnknown(family)) }
  }
}

/// By what the power of logic is estimated.
public enum PowerBasis: Sendable {
  /// The cycles in which units work.
  case busyCycles
  /// The toggles of their inputs; the profile is of these units.
  case toggles(ActivityProfile)

  var profile: ActivityProfile? {
    switch self {
    case .busyCycles: nil
    case .toggles(let profile): profile
    }
  }
}

extension PowerEstimate {
  /// Two lines.
  var text: String {
    """
    estimated power \(Figure.small(watts)) W, \(Figure.rate(framesPerJoule)) frames per joule
    by what six published binarized accelerators drew on this family: \(basis)
    """
  }
}

extension Diagnostic {
  fileprivate static func powerUnknown(_ family: Family) -> Diagnostic {
    Diagnostic(
      "power.family", file: "--power",
      "nothing is known of the power of family '\(family.rawValue)', only of 'xc7'",
      hint: "leave out --power, or name a device of the 7 series")
  }
}
