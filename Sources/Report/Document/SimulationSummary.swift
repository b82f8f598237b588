public import HDLGen

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
  /// What the simulated circuit's manifest states.
  public let predictedCyclesPerFrame: Int
  public let predictedLatencyCycles: Int

  /// The key of a value that no simulation gives, if there is one.
  public var impossibleKey: String? {
    if frames < 1 { return "frames" }
    if !(0...frames).contains(mismatches) { return "mismatches" }
    if let cyclesPerFrame, cyclesPerFrame < 1 { return "cyclesPerFrame" }
    return latencyCycles < 1 ? "latencyCycles" : nil
  }

  /// Whether the manifest states the same times as the simulated circuit's.
  public func isOfCircuit(_ manifest: Manifest) -> Bool {
    predictedCyclesPerFrame == manifest.cyclesPerFrame
      && predictedLatencyCycles == manifest.latencyCycles
  }

  var verdict: String { mismatches == 0 ? "bit-exact" : "differs" }

  var sentence: String {
    let scope = layersChecked ? "every stream" : "every output"
    if mismatches == 0 {
      let count = NumberText.counted(frames, "frame")
      return "Simulated in Verilog with \(count): \(scope) equals the golden model."
    }
    let (wrong, all) = (NumberText.grouped(mismatches), NumberText.counted(frames, "frame"))
    let verb = mismatches == 1 ? "differs" : "differ"
    return "Simulated in Verilog, \(wrong) of \(all) \(verb) from the golden model."
  }
}
