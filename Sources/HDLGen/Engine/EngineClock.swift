/// How fast an engine's clock may be, and how many registers its popcounts should therefore have.
///
/// Yosys's netlists of engines by the delays of the 7 series that `estimate` takes: 0.8 ns for each
/// level of the popcounts between two registers, and what is in front and behind. With weight words
/// in LUTs 23 engines of the digits network, SIMD 16 to 256 and 0 to 6 stages, are within 10 % of
/// this; with words in block RAM three of CNV, whose paths in the sequence are longer as well. An
/// estimate before placement, and for other families no more than a guess.
enum EngineClock {
  private static let picosecondsPerLevel = 800

  /// What holds the weight words.
  enum Words {
    case tables, blocks

    /// In front of the popcounts and behind them.
    fileprivate var picosecondsAround: Int { self == .tables ? 1600 : 3500 }
    /// Of paths elsewhere.
    fileprivate var picosecondsElsewhere: Int { self == .tables ? 4700 : 7300 }
  }

  /// The stages with which the most frames are computed per second at a clock, or at what is
  /// possible if that is less; of such the fewest, because each takes a cycle of every fold.
  ///
  /// - Parameter cycles: per frame, with that many stages.
  static func stages(
    simd: Int, words: Words, clockHertz: Int, cycles: (_ stages: Int) -> Int
  ) -> (stages: Int, hertz: Int) {
    let circuit = PopcountCircuit(lanes: simd, operand: .equalToWeights)
    var best: (stages: Int, hertz: Int, framesPerSecond: Double)?
    for stages in Folding.stageRange {
      let pipeline = NetlistPipeline(circuit.netlist, outputs: circuit.outputs, stages: stages)
      let possible = hertz(levels: pipeline.mostLevels, words)
      let framesPerSecond = Double(min(clockHertz, possible)) / Double(cycles(stages))
      if framesPerSecond > best?.framesPerSecond ?? 0 {
        best = (stages, possible, framesPerSecond)
      }
      if possible >= clockHertz || possible == hertz(levels: 0, words) { break }
    }
    return best.map { ($0.stages, $0.hertz) } ?? (0, hertz(levels: 0, words))
  }

  /// With at most that many levels between two registers.
  static func hertz(levels: Int, _ words: Words) -> Int {
    let picoseconds = max(
      words.picosecondsElsewhere, words.picosecondsAround + picosecondsPerLevel * levels)
    return 1_000_000_000_000 / picoseconds
  }
}
