internal import Foundation
internal import ToolRunner

/// Runs yosys for a list of syntheses.
struct SynthesisQueue: Sendable {
  private static let parallelRuns = 2
  /// XNOR lanes that take as long as what any run does besides.
  private static let costOfAnyRun = 64

  let tools: ToolRunner
  let cache: CacheDirectory
  /// Where yosys runs: memory files are named relative to it.
  let directory: URL
  /// For one run.
  let timeout: Duration
  let progress: @Sendable (EstimateProgress) -> Void

  /// The cells of each netlist, in the order of the syntheses. The first failure ends all runs.
  func cells(of syntheses: [(Synthesis, key: ContentHash)]) async throws -> [CellCounts] {
    let queue = JobQueue<CellCounts>(
      stage: .mapping, cacheKind: "synthesis", cache: cache, parallelRuns: Self.parallelRuns,
      progress: progress)
    return try await queue.values(
      of: syntheses.map { synthesis, key in
        .init(key: key, cost: Self.costOfAnyRun + synthesis.lanes) {
          try await cells(of: synthesis)
        }
      })
  }

  private func cells(of synthesis: Synthesis) async throws(ToolError) -> CellCounts {
    let result = try await tools.run(
      .yosys, ["-q", "-p", synthesis.script()], in: directory, timeout: timeout)
    guard let cells = CellCounts(output: result.standardOutput, of: synthesis.family) else {
      throw .failed(
        command: "yosys", status: .exited(0),
        output: "its statistics are not as expected:\n\(result.standardOutput.prefix(200))")
    }
    return cells
  }
}
