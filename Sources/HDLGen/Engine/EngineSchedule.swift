internal import BNNIR

extension EngineTiming {
  /// What an engine does in a frame, in numbers.
  struct Schedule: Equatable {
    struct Layer: Equatable {
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
    let imageBeats: Int
    let burstBeats: Int
    let roomBeats: Int

    init(
      _ chain: [EngineLayer], _ program: EngineProgram, pe: Int, simd: Int, stages: Int,
      axiBits: Int
    ) {
      self.stages = stages
      startWords = EngineUnit.startWords(chain, simd: simd)
      inWords = program.inWords
      beatsPerWord = (pe * simd).dividedRoundingUp(by: axiBits)
      imageBeats = EngineUnit.imageWords(chain, pe: pe, simd: simd) * beatsPerWord
      burstBeats = EngineUnit.burstBeats(chain, pe: pe, simd: simd, axiBits: axiBits)
      roomBeats =
        EngineUnit.tileDepth(chain, pe: pe, simd: simd, axiBits: axiBits) * beatsPerWord
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
}

/// `bnn_axi_reader`, the memory behind it, and the levels of `bnn_tile_buffer`.
struct WeightTiming: Equatable {
  private let beatsPerWord: Int
  private let burstBeats: Int
  private let lastBurstBeats: Int
  private var room: Int
  private var isAsking = false
  /// Bursts that are asked for next and answered next.
  private var asked: CyclicCounter
  private var answered: CyclicCounter
  /// Bit i: whether a burst answers from i + 1 cycles on.
  private var underWay: UInt64 = 0
  /// Beats that the memory has ready.
  private var ready = 0
  private var bank: CyclicCounter
  /// Whether a word can be overwritten in the next cycle.
  private var isFreeing = false
  /// Words that are written and not released, and those of them that are still to be read in this pass.
  private(set) var held = 0
  private(set) var unread = 0

  init(_ schedule: EngineTiming.Schedule) {
    beatsPerWord = schedule.beatsPerWord
    burstBeats = schedule.burstBeats
    let bursts = schedule.imageBeats.dividedRoundingUp(by: burstBeats)
    lastBurstBeats = schedule.imageBeats - (bursts - 1) * burstBeats
    room = schedule.roomBeats
    asked = CyclicCounter(bursts)
    answered = CyclicCounter(bursts)
    bank = CyclicCounter(beatsPerWord)
  }

  private func length(_ burst: CyclicCounter) -> Int {
    burst.isLast ? lastBurstBeats : burstBeats
  }

  /// - Parameter isEnabled: whether the unit does not stall.
  mutating func step(_ turn: EngineTiming.Turn, isEnabled: Bool) {
    if underWay & 1 == 1 {
      ready += length(answered)
      answered.step()
    }
    underWay >>= 1
    let written = ready > 0 && bank.isLast
    if ready > 0 {
      ready -= 1
      bank.step()
    }
    let promised = !isAsking && room >= length(asked)
    if promised { room -= length(asked) }
    if isAsking {
      underWay |= 1 << UInt64(EngineTiming.memoryDelay - 1)
      asked.step()
    }
    isAsking = promised
    let released = turn.reads && turn.releases
    if isEnabled {
      if isFreeing { room += beatsPerWord }
      isFreeing = released
    }
    held += (written ? 1 : 0) - (released ? 1 : 0)
    unread = turn.rewinds ? held : unread + (written ? 1 : 0) - (turn.reads ? 1 : 0)
  }

  /// Whether nothing comes, and nothing is asked for.
  var isQuiet: Bool { underWay == 0 && ready == 0 && !isAsking && !isFreeing && room < length(asked) }

  /// Reads on to a word of the fold.
  mutating func goTo(_ word: Int) { unread = held - word }
}
