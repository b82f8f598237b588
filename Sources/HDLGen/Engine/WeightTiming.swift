/// `bnn_axi_reader`, the memory behind it, and the levels of `bnn_tile_buffer`.
struct WeightTiming: Equatable {
  private var room: Int
  private var isAsking = false
  /// Bursts that are asked for next and answered next.
  private var asked = 0
  private var answered = 0
  /// Bit i: whether a burst answers from i + 1 cycles on.
  private var underWay: UInt64 = 0
  /// Beats that the memory has ready, and beats of a word that came in.
  private var ready = 0
  private var bank = 0
  /// Whether a word can be overwritten in the next cycle.
  private var isFreeing = false
  /// Words that are written and not released, and those of them that are still to be read in this
  /// pass.
  private(set) var held = 0
  private(set) var unread = 0

  init(_ schedule: EngineSchedule) {
    room = schedule.roomBeats
  }

  private static func length(_ burst: Int, _ schedule: EngineSchedule) -> Int {
    burst + 1 == schedule.bursts ? schedule.lastBurstBeats : schedule.burstBeats
  }

  private static func next(_ burst: Int, _ schedule: EngineSchedule) -> Int {
    burst + 1 == schedule.bursts ? 0 : burst + 1
  }

  /// - Parameter isEnabled: whether the unit does not stall.
  mutating func step(
    _ turn: EngineTiming.Turn, isEnabled: Bool, _ schedule: EngineSchedule
  ) {
    let isWritten = answer(schedule)
    let released = turn.reads && turn.releases
    ask(schedule)
    if isEnabled {
      if isFreeing { room += schedule.beatsPerWord }
      isFreeing = released
    }
    held += (isWritten ? 1 : 0) - (released ? 1 : 0)
    unread = turn.rewinds ? held : unread + (isWritten ? 1 : 0) - (turn.reads ? 1 : 0)
  }

  /// Takes a beat; true if it is a word's last.
  private mutating func answer(_ schedule: EngineSchedule) -> Bool {
    if underWay & 1 == 1 {
      ready += Self.length(answered, schedule)
      answered = Self.next(answered, schedule)
    }
    underWay >>= 1
    if ready == 0 { return false }
    ready -= 1
    bank += 1
    if bank < schedule.beatsPerWord { return false }
    bank = 0
    return true
  }

  private mutating func ask(_ schedule: EngineSchedule) {
    let length = Self.length(asked, schedule)
    let promises = !isAsking && room >= length
    if promises { room -= length }
    if isAsking {
      underWay |= 1 << UInt64(EngineTiming.memoryDelay - 1)
      asked = Self.next(asked, schedule)
    }
    isAsking = promises
  }

  /// Whether nothing comes, and nothing is asked for.
  func isQuiet(_ schedule: EngineSchedule) -> Bool {
    underWay == 0 && ready == 0 && !isAsking && !isFreeing && room < Self.length(asked, schedule)
  }

  /// Reads on to a word of the fold.
  mutating func goTo(_ word: Int) { unread = held - word }
}
