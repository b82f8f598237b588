internal import ToolRunner

/// Runs a list of jobs: equal ones once, known ones not at all, the others a few at a time.
struct JobQueue<Value: Codable & Sendable>: Sendable {
  let stage: EstimateProgress.Stage
  /// The kind of entry that the cache has of these results.
  let cacheKind: String
  let cache: CacheDirectory
  let parallelRuns: Int
  let progress: @Sendable (EstimateProgress) -> Void

  struct Job: Sendable {
    /// What the result depends on.
    let key: ContentHash
    /// How long a run takes beside the others.
    let cost: Int
    let run: @Sendable () async throws -> Value
  }

  /// The results, in the order of the jobs. The first failure ends all runs.
  func values(of jobs: [Job]) async throws -> [Value] {
    var results: [ContentHash: Value] = [:]
    var open: [Job] = []
    for job in jobs where !open.contains(where: { $0.key == job.key }) {
      if let known = cache.value(of: cacheKind, job.key, as: Value.self) {
        results[job.key] = known
      } else {
        open.append(job)
      }
    }
    if !open.isEmpty { try cache.checkWritable() }
    let clock = RunClock(stage: stage, total: results.count + open.count, cost: Self.cost(of: open))
    progress(clock.progress(left: open.count, costLeft: Self.cost(of: open)))
    try await withThrowingTaskGroup(of: (ContentHash, Value).self) { group in
      var waiting = open[...]
      for job in waiting.prefix(parallelRuns) {
        group.addTask { (job.key, try await value(of: job)) }
      }
      waiting = waiting.dropFirst(parallelRuns)
      while let (key, value) = try await group.next() {
        results[key] = value
        open.removeAll { $0.key == key }
        progress(clock.progress(left: open.count, costLeft: Self.cost(of: open)))
        guard let job = waiting.popFirst() else { continue }
        group.addTask { (job.key, try await self.value(of: job)) }
      }
    }
    return jobs.compactMap { results[$0.key] }
  }

  private func value(of job: Job) async throws -> Value {
    let value = try await job.run()
    try cache.store(value, as: cacheKind, job.key)
    return value
  }

  private static func cost(of jobs: [Job]) -> Int { jobs.reduce(0) { $0 + $1.cost } }
}
