/// How fast an engine's clock may be, and how many registers its popcounts should therefore have.
///
/// Yosys's netlists of 23 engines with SIMD 16 to 256 and 0 to 6 stages, by the delays of the 7 series
/// that `estimate` takes, have slowest paths of 0.8 ns for each level of the popcounts between two
/// registers and 1.6 ns for what is in front and behind, within 10 %; other paths take 4.7 ns. An
/// estimate before placement, and for other families no more than a guess.
enum EngineClock {
  private static let picosecondsPerLevel = 800
  private static let picosecondsAround = 1600
  private static let picosecondsElsewhere = 4700

  /// The stages with which the most frames are computed per second at a clock, or at what is possible
  /// if that is less; of such the fewest, because each takes a cycle of every fold.
  ///
  /// - Parameter cycles: per frame, with that many stages.
  static func stages(
    simd: Int, clockHertz: Int, cycles: (_ stages: Int) -> Int
  ) -> (stages: Int, hertz: Int) {
    let circuit = PopcountCircuit(lanes: simd, operand: .equalToWeights)
    var best: (stages: Int, hertz: Int, framesPerSecond: Double)?
    for stages in Folding.stageRange {
      let pipeline = NetlistPipeline(circuit.netlist, outputs: circuit.outputs, stages: stages)
      let possible = hertz(levels: pipeline.mostLevels)
      let framesPerSecond = Double(min(clockHertz, possible)) / Double(cycles(stages))
      if framesPerSecond > best?.framesPerSecond ?? 0 {
        best = (stages, possible, framesPerSecond)
      }
      if possible >= clockHertz || possible == hertz(levels: 0) { break }
    }
    return best.map { ($0.stages, $0.hertz) } ?? (0, hertz(levels: 0))
  }

  /// With at most that many levels between two registers.
  static func hertz(levels: Int) -> Int {
    let picoseconds = max(
      picosecondsElsewhere, picosecondsAround + picosecondsPerLevel * levels)
    return 1_000_000_000_000 / picoseconds
  }
}
