internal import Foundation
internal import ToolRunner

/// Runs yosys for a list of jobs: equal ones once, known ones not at all, the others a few at a time.
struct SynthesisQueue: Sendable {
  private static let parallelRuns = 2
  private static let cacheKind = "synthesis"

  let tools: ToolRunner
  let cache: CacheDirectory
  /// Where yosys runs: memory files are named relative to it.
  let directory: URL
  /// For one run.
  let timeout: Duration
  let progress: @Sendable (EstimateProgress) -> Void

  struct Job: Sendable {
    let synthesis: Synthesis
    let key: ContentHash
  }

  /// The cells of each job, in the order of the jobs. The first failure ends all runs.
  func cells(of jobs: [Job]) async throws -> [CellCounts] {
    var results: [ContentHash: CellCounts] = [:]
    var waiting: [Job] = []
    for job in jobs where !waiting.contains(where: { $0.key == job.key }) {
      if let known = cache.value(of: Self.cacheKind, job.key, as: CellCounts.self) {
        results[job.key] = known
      } else {
        waiting.append(job)
      }
    }
    let clock = RunClock(total: results.count + waiting.count, of: waiting.map(\.synthesis))
    progress(clock.progress(left: waiting.map(\.synthesis)))
    try await withThrowingTaskGroup(of: (ContentHash, CellCounts).self) { group in
      var open = waiting.map(\.key)
      let synthesis = Dictionary(waiting.map { ($0.key, $0.synthesis) }) { first, _ in first }
      var waiting = waiting[...]
      for job in waiting.prefix(Self.parallelRuns) {
        group.addTask { (job.key, try await self.cells(of: job)) }
      }
      waiting = waiting.dropFirst(Self.parallelRuns)
      while let (key, cells) = try await group.next() {
        results[key] = cells
        open.removeAll { $0 == key }
        progress(clock.progress(left: open.compactMap { synthesis[$0] }))
        guard let job = waiting.popFirst() else { continue }
        group.addTask { (job.key, try await self.cells(of: job)) }
      }
    }
    return jobs.compactMap { results[$0.key] }
  }

  private func cells(of job: Job) async throws(ToolError) -> CellCounts {
    let result = try await tools.run(
      .yosys, ["-q", "-p", job.synthesis.script()], in: directory, timeout: timeout)
    guard
      let cells = CellCounts(
        output: result.standardOutput, of: job.synthesis.family)
    else {
      throw .failed(
        command: "yosys", status: .exited(0),
        output: "its statistics are not as expected:\n\(result.standardOutput.prefix(200))")
    }
    try cache.store(cells, as: Self.cacheKind, job.key)
    return cells
  }
}
