/// Says when the frames of a simulated dataflow repeat.
///
/// From a state that was there at an earlier frame's end all repeats. Large maps take many frames
/// to fill what lies before the slowest unit, without a change of the interval. So intervals in a
/// row are enough that are those of the slowest unit, which nothing undercuts, or equal and longer
/// than those of a source that spreads its beats; or many equal ones.
struct SteadinessDetector {
  /// Behind a frame's end.
  struct State: Equatable {
    let units: [TimedUnit]
    let source: Int
  }

  private let slowestCycles: Int
  /// 0 if the source always offers.
  private let sourceInterval: Int
  private var states: [State] = []

  private static let manyIntervals = 8

  init(slowestCycles: Int, sourceInterval: Int) {
    self.slowestCycles = slowestCycles
    self.sourceInterval = sourceInterval
  }

  /// Notes the state behind another frame's end; the frames after which all repeats, or nil.
  mutating func period(after frameEnds: [Int], in state: State) -> Int? {
    defer { states.append(state) }
    if let earlier = states.lastIndex(where: { $0 == state }) { return states.count - earlier }
    return isSteady(frameEnds) ? 1 : nil
  }

  /// Starts anew.
  mutating func forget() {
    states = []
  }

  private func isSteady(_ frameEnds: [Int]) -> Bool {
    let intervals = zip(frameEnds.dropFirst(), frameEnds).dropFirst().map { $0 - $1 }
    guard let last = intervals.last else { return false }
    let equal = intervals.reversed().prefix { $0 == last }.count
    if sourceInterval > 0 { return equal >= 2 && last > sourceInterval }
    return equal >= 3 && last == slowestCycles || equal >= Self.manyIntervals
  }
}
