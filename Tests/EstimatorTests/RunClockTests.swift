import Testing

@testable import Estimator

@Suite("Time left")
struct RunClockTests {
  @Test("what is left takes as long per cost as what is done")
  func guess() {
    let clock = RunClock(stage: .mapping, total: 5, cost: 400)
    // 100 of 400 in 10 s leave 300 for 30 s.
    #expect(
      clock.progress(left: 3, costLeft: 300, after: .seconds(10))
        == EstimateProgress(stage: .mapping, done: 2, total: 5, secondsLeft: 30))
  }

  @Test("nothing is guessed before the first run, and nothing is left after the last")
  func ends() {
    let clock = RunClock(stage: .mapping, total: 5, cost: 400)
    #expect(clock.progress(left: 4, costLeft: 400, after: .seconds(10)).secondsLeft == nil)
    #expect(clock.progress(left: 0, costLeft: 0, after: .seconds(10)).secondsLeft == nil)
  }
}
