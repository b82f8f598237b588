/// Why a simulation did not come to its end: faults of the circuit, or of the installation.
public enum SimulationFailure: Error, Hashable, Sendable {
  case deadlock(Deadlock)
  /// `m_axis` changed or withdrew a beat that was offered and not taken yet.
  case unstableOutput(cycle: Int)
  /// A handshake, or the data of a valid beat, is X.
  case unknownValue(stream: String, cycle: Int)
  /// The circuit says that external memory answered with an error.
  case weightsError(cycle: Int)
  /// The network passes changed what the network computes.
  case passesDiffer
  /// The harness's sources are not beside the program.
  case harnessMissing(path: String)
  /// The simulator ended without saying how.
  case noResult(simulator: Simulator)

  public struct Deadlock: Hashable, Sendable {
    public let cycle: Int
    /// Whole frames that were out by then.
    public let framesDone: Int
    /// Streams with a beat that nobody takes, in the order of the data flow.
    public let blocked: [String]
    /// Streams whose reader waits for a beat, in the order of the data flow.
    public let starved: [String]
  }
}

extension SimulationFailure {
  /// Whether the circuit is at fault, not the installation.
  public var isOfTheCircuit: Bool {
    switch self {
    case .deadlock, .unstableOutput, .unknownValue, .weightsError: true
    case .passesDiffer, .harnessMissing, .noResult: false
    }
  }
}

extension SimulationFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .deadlock(let deadlock):
      "deadlock: nothing moves in cycle \(deadlock.cycle), after \(deadlock.framesDone) frames; "
        + "blocked (valid, not ready): \(Self.list(deadlock.blocked)); "
        + "starved (ready, not valid): \(Self.list(deadlock.starved))"
    case .unstableOutput(let cycle):
      "m_axis changed a beat that was not taken yet, in cycle \(cycle)"
    case .unknownValue(let stream, let cycle):
      "unknown value (X) on stream '\(stream)' in cycle \(cycle)"
    case .weightsError(let cycle):
      "weights_error is 1 in cycle \(cycle), though external memory answered without an error"
    case .passesDiffer:
      "bnn-hw bug: the circuit is of another network than the one given; please report it"
    case .harnessMissing(let path):
      "the simulation harness is not at \(path); keep the .resources directories beside the program"
    case .noResult(let simulator):
      "\(simulator.rawValue) ended without a result"
    }
  }

  private static func list(_ streams: [String]) -> String {
    streams.isEmpty ? "none" : streams.joined(separator: ", ")
  }
}
