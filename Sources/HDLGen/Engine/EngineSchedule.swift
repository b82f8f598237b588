internal import BNNIR

/// What an engine does in a frame, in numbers.
///
/// A class, because its timing is copied in every cycle of a simulation, and need only know where
/// this is.
final class EngineSchedule: Sendable {
  struct Layer: Hashable {
    let beatsPerPass: Int
    /// Of a fold: all beats, and those before the last pass.
    let beats: Int
    let lastPass: Int
    let folds: Int
    let emits: Bool
    let givesScores: Bool
    /// Of the layers between this one and that which gives the results, at least.
    let beatsToResults: Int
  }

  let layers: [Layer]
  let stages: Int
  let startWords: Int
  let inWords: Int
  let outBeats: Int
  let beatsPerWord: Int
  let burstBeats: Int
  let bursts: Int
  let lastBurstBeats: Int
  let roomBeats: Int

  init(
    _ chain: [EngineLayer], _ program: EngineProgram, pe: Int, simd: Int, stages: Int, axiBits: Int
  ) {
    self.stages = stages
    startWords = EngineUnit.startWords(chain, simd: simd)
    inWords = program.inWords
    beatsPerWord = (pe * simd).dividedRoundingUp(by: axiBits)
    let imageBeats = EngineUnit.imageWords(chain, pe: pe, simd: simd) * beatsPerWord
    burstBeats = EngineUnit.burstBeats(chain, pe: pe, simd: simd, axiBits: axiBits)
    bursts = imageBeats.dividedRoundingUp(by: burstBeats)
    lastBurstBeats = imageBeats - (bursts - 1) * burstBeats
    roomBeats = EngineUnit.tileDepth(chain, pe: pe, simd: simd, axiBits: axiBits) * beatsPerWord
    let steps = program.steps
    let last = steps.count - 1
    outBeats = steps[last].emits ? steps[last].beatsPerPass : steps[last].folds
    layers = steps.indices.map { index in
      let step = steps[index]
      let between = index + 1 < last ? steps[index + 1..<last] : []
      return Layer(
        beatsPerPass: step.beatsPerPass, beats: step.beatsPerPass * step.passes,
        lastPass: step.beatsPerPass * (step.passes - 1), folds: step.folds, emits: step.emits,
        givesScores: index == last && !step.emits,
        beatsToResults: between.reduce(0) { $0 + $1.folds * $1.beatsPerPass * $1.passes })
    }
  }
}

extension EngineSchedule: Hashable {
  static func == (left: EngineSchedule, right: EngineSchedule) -> Bool {
    left === right || left.numbers == right.numbers && left.layers == right.layers
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(numbers)
    hasher.combine(layers)
  }

  private var numbers: [Int] {
    [
      stages, startWords, inWords, outBeats, beatsPerWord, burstBeats, bursts, lastBurstBeats,
      roomBeats,
    ]
  }
}
