/// Tells how far a list of runs is, and guesses when it will be done: what is left takes as long
/// per cost as what is done.
struct RunClock {
  private let start = ContinuousClock.now
  private let stage: EstimateProgress.Stage
  private let total: Int
  private let cost: Int

  /// `total` counts the known results too; `cost` is of those that are not.
  init(stage: EstimateProgress.Stage, total: Int, cost: Int) {
    self.stage = stage
    self.total = total
    self.cost = cost
  }

  func progress(left: Int, costLeft: Int) -> EstimateProgress {
    progress(left: left, costLeft: costLeft, after: ContinuousClock.now - start)
  }

  /// The same for a given time since the start.
  func progress(left: Int, costLeft: Int, after elapsed: Duration) -> EstimateProgress {
    let done = cost - costLeft
    let seconds =
      done == 0 || left == 0
      ? nil : Int((elapsed / .seconds(1) * Double(costLeft) / Double(done)).rounded(.up))
    return EstimateProgress(
      stage: stage, done: total - left, total: total, secondsLeft: seconds)
  }
}
