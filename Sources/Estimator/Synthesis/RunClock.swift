/// Tells how far a list of runs is, and guesses when it will be done.
///
/// A run is taken to cost as many units as its module has XNOR lanes, and some besides; what is left
/// takes as long per unit as what is done.
struct RunClock {
  private static let costOfAnyRun = 64

  private let start = ContinuousClock.now
  private let total: Int
  private let cost: Int

  /// `total` counts the known results too; `runs` are those that are not.
  init(total: Int, of runs: [Synthesis]) {
    self.init(total: total, cost: Self.cost(of: runs))
  }

  init(total: Int, cost: Int) {
    self.total = total
    self.cost = cost
  }

  func progress(left: [Synthesis]) -> EstimateProgress {
    progress(left: left.count, costLeft: Self.cost(of: left), after: ContinuousClock.now - start)
  }

  /// The same for a given time since the start.
  func progress(left: Int, costLeft: Int, after elapsed: Duration) -> EstimateProgress {
    let done = cost - costLeft
    let seconds =
      done == 0 || left == 0
      ? nil : Int((elapsed / .seconds(1) * Double(costLeft) / Double(done)).rounded(.up))
    return EstimateProgress(done: total - left, total: total, secondsLeft: seconds)
  }

  private static func cost(of runs: [Synthesis]) -> Int {
    runs.reduce(0) { $0 + costOfAnyRun + $1.lanes }
  }
}
