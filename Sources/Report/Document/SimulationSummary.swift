/// What `bnn-hw simulate --json` measured of the generated Verilog; other keys of its result are
/// left.
public struct SimulationSummary: Codable, Hashable, Sendable {
  /// The network's name.
  public let name: String
  public let frames: Int
  /// Frames that differ from the golden model.
  public let mismatches: Int
  /// Whether every stream was compared, not only the output.
  public let layersChecked: Bool
  /// Nil of a single frame.
  public let cyclesPerFrame: Int?
  public let latencyCycles: Int

  var verdict: String { mismatches == 0 ? "bit-exact" : "differs" }

  /// For the end of a text.
  var sentence: String {
    let scope = layersChecked ? "every stream" : "every output"
    return mismatches == 0
      ? " Simulated in Verilog with \(NumberText.grouped(frames)) frames: \(scope) equals the golden model."
      : " Simulated in Verilog, \(mismatches) of \(frames) frames differ from the golden model."
  }
}
