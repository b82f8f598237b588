import ArgumentParser
import BNNIR
import Estimator
import Foundation
import HDLGen

struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Find the designs of a network that are worth choosing between.",
    discussion: """
      Searches foldings from the smallest design to the fastest and keeps those that no other one \
      beats in frames per second, LUTs and block RAM. Each comes with a folding file for generate and \
      with a job that confirms it by simulation and synthesis; --confirm runs some of them here.
      """)

  @Argument(help: "The network document (net.json), or an ONNX file.")
  var network: String

  @Option(help: "How many speeds to look at, between the slowest and the fastest.")
  var steps = 16

  @Option(help: "Look at designs with at least that many frames per second.")
  var minFps: Double?

  @Option(help: "Look at designs with at most that many frames per second.")
  var maxFps: Double?

  @Option(help: "Keep only what fits this device.")
  var fit: String?

  @Option(help: "The share of the device that --fit may use (default: 0.7).")
  var fitShare: Double?

  @Option(help: "Simulate and map that many of the designs, from the slowest to the fastest.")
  var confirm = 0

  @Option(help: "How many designs to confirm at once (default: one per two processors).")
  var jobs: Int?

  @Option(help: "A JSON file with foldings that are not to be chosen.")
  var folding: String?

  @Option(help: "Registers within the popcounts, for a higher clock: 0 to 16.")
  var popcountStages = 0

  @Option(
    name: .shortAndLong, help: "The directory to write (default: build/<network name>_explore).")
  var output: String?

  @Option(help: "The clock that frames per second are stated for.")
  var clock = ClockFrequency(hertz: 100_000_000)

  @OptionGroup var importing: ImportArguments

  @Flag(help: "Print one JSON object to standard output.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(steps) else {
      throw ValidationError("--steps must be from 1 to 1000.")
    }
    guard Folding.stageRange.contains(popcountStages) else {
      throw ValidationError("--popcount-stages must be from 0 to \(Folding.stageRange.upperBound).")
    }
    if confirm < 0 { throw ValidationError("--confirm must not be negative.") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
    for rate in [minFps, maxFps].compactMap(\.self) where !(rate >= 0.001 && rate <= 1e12) {
      throw ValidationError("--min-fps and --max-fps must be from 0.001 to the clock.")
    }
    if let minFps, let maxFps, minFps > maxFps {
      throw ValidationError("--min-fps is above --max-fps.")
    }
    try SearchArguments.checkShare(fitShare, of: fit)
  }

  func run() async throws {
    try await reportingFailures {
      let (graph, document) = try InputFile.network(network, importing)
      let path = output ?? "build/\(graph.name)_explore"
      let exploration = try Exploration(at: path)
      let room = try SearchArguments.room(fit, share: fitShare)
      let front = try await front(of: graph, room)
      let device = room?.device ?? "xc7z020"
      let points = front.map { (name: $0.name(of: document), design: $0) }
      for point in points {
        try PointJob(point.design, clockHertz: clock.hertz, device: device)
          .write(point.design, of: document, to: exploration.jobDirectory(point.name))
      }
      var report = ExploreReport(
        graph.name, points, directory: path, clockHertz: clock.hertz, device: device)
      try exploration.write(report)
      let isConfirmed = try await confirmSome(of: &report, exploration)
      json ? Terminal.json(report) : Terminal.result(report.text)
      if !isConfirmed { throw ExitCode.mismatch }
    }
  }

  /// The designs of all budgets, as many at once as there are processors.
  private func front(of graph: Graph, _ room: HardwareRoom?) async throws -> [DesignPoint] {
    let exceptions = try folding.map { path throws(DiagnosticError) in
      let file = try FoldingFile(try InputFile.bytes(of: path), file: path)
      if let engine = file.engine { throw DiagnosticError(.exploredEngine(engine)) }
      return file.exceptions
    }
    let space = try DesignSpace(
      of: graph,
      asked: FoldingRequest(
        every: Folding(pe: 1, simd: 1, popcountStages: popcountStages),
        exceptions: exceptions ?? []), room: room, steps: steps, cycles: cycles)
    let progress = ProgressLine()
    let designs = try await withThrowingTaskGroup(of: (Int, [DesignPoint]).self) { group in
      for (index, budget) in space.budgets.enumerated() {
        group.addTask { (index, try space.designs(within: budget)) }
      }
      var found: [Int: [DesignPoint]] = [:]
      while let (index, designs) = try await group.next() {
        found[index] = designs
        progress.show("searching: \(found.count) of \(space.budgets.count) speeds")
      }
      return space.budgets.indices.flatMap { found[$0] ?? [] }
    }
    progress.clear()
    if designs.isEmpty { throw DiagnosticError(.nothing(room)) }
    return designs.front
  }

  /// Cycles per frame between the two speeds.
  private var cycles: ClosedRange<Int> {
    let least = maxFps.map { Int((Double(clock.hertz) / $0).rounded(.up)) } ?? 1
    let most = minFps.map { Int(Double(clock.hertz) / $0) } ?? .max
    return max(least, 1)...max(most, least, 1)
  }

  /// Runs the jobs of some points; false if one of them failed or is not as predicted. What was
  /// found before is in the report as well.
  private func confirmSome(
    of report: inout ExploreReport, _ exploration: Exploration
  ) async throws -> Bool {
    let names = report.points.map(\.name)
    let chosen = names.indices.spread(over: confirm).map { names[$0] }
    let progress = ProgressLine()
    let parallel = jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
    let outcomes = try await exploration.run(chosen, parallel: parallel) {
      progress.show("confirming: \($0) of \(chosen.count) designs")
    }
    progress.clear()
    for (name, outcome) in zip(chosen, outcomes) {
      guard let failure = outcome.failure else { continue }
      Terminal.say("error: \(name): \(failure)")
    }
    for index in names.indices {
      report.points[index].confirmed = PointResult.finished(
        in: exploration.jobDirectory(names[index]))
    }
    try exploration.write(report)
    return outcomes.allSatisfy { $0.result != nil && $0.failure == nil }
  }
}

extension Range<Int> {
  /// So many of the numbers, the first and the last among them.
  fileprivate func spread(over count: Int) -> [Int] {
    if count >= self.count { return Array(self) }
    if count < 2 { return Array(prefix(count)) }
    return (0..<count).map { lowerBound + $0 * (self.count - 1) / (count - 1) }
  }
}

extension Diagnostic {
  fileprivate static func nothing(_ room: HardwareRoom?) -> Diagnostic {
    Diagnostic(
      "explore.nothing", file: "explore",
      room.map { "no design in the range of speeds fits \($0.device)" }
        ?? "no design has a speed in the range",
      hint: "widen --min-fps and --max-fps, or take a larger device")
  }
}

extension Diagnostic {
  fileprivate static func exploredEngine(_ engine: EngineRequest) -> Diagnostic {
    Diagnostic(
      "engine.explore", at: engine.anchor, "explore does not look at designs with a shared engine",
      hint: "leave 'shared-engine' out, or use generate")
  }
}
