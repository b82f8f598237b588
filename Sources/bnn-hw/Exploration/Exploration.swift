import BNNIR
import Foundation
import HDLGen
import ToolRunner

/// A directory of an exploration: the front as data and as a picture, and a job for each design.
struct Exploration {
  static let frontFile = "front.json"
  static let pictureFile = "front.svg"
  static let pointsDirectory = "points"

  let directory: URL

  /// Throws if the directory holds something else.
  init(at path: String) throws(DiagnosticError) {
    directory = URL(filePath: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if !names.isEmpty && !names.contains(Self.frontFile) {
      throw DiagnosticError(
        Diagnostic(
          "explore.directory", file: path, "holds files, but not those of an exploration",
          hint: "name another directory with -o"))
    }
  }

  func jobDirectory(_ name: String) -> URL {
    directory.appending(path: "\(Self.pointsDirectory)/\(name)")
  }

  func write(_ report: ExploreReport) throws(DiagnosticError) {
    try OutputFile.makeDirectory(directory)
    try OutputFile.write(
      OutputFile.json(report), to: directory.appending(path: Self.frontFile))
    try OutputFile.write(
      Array(FrontPicture(report).svg.utf8), to: directory.appending(path: Self.pictureFile))
  }

  /// Runs jobs, a few at a time, each as a process of its own: the command that `job.json` names.
  /// Those that have their result are not run. Returns their results in order; nil for a failed
  /// one.
  func run(
    _ names: [String], parallel: Int, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> [(result: PointResult?, failure: String?)] {
    var outcomes: [String: (PointResult?, String?)] = [:]
    var waiting = names.reversed().map { $0 }
    try await withThrowingTaskGroup(of: (String, String?).self) { group in
      let start = { (group: inout ThrowingTaskGroup<(String, String?), any Error>) in
        guard let name = waiting.popLast() else { return }
        let url = jobDirectory(name)
        group.addTask { (name, try await Self.runJob(in: url)) }
      }
      for _ in 0..<max(parallel, 1) { start(&group) }
      while let (name, failure) = try await group.next() {
        outcomes[name] = (PointResult.finished(in: jobDirectory(name)), failure)
        progress(outcomes.count)
        start(&group)
      }
    }
    return names.map { outcomes[$0] ?? (nil, nil) }
  }

  /// What the job said if it failed.
  private static func runJob(in directory: URL) async throws(ToolError) -> String? {
    if PointResult.finished(in: directory) != nil { return nil }
    let program = Bundle.main.executableURL?.path(percentEncoded: false) ?? "bnn-hw"
    do {
      _ = try await ToolRunner().run(
        Tool(name: program, from: .debian("bnn-hw")), ["job", "."], in: directory)
      return nil
    } catch {
      switch error {
      case .failed(_, _, let output): return output
      default: throw error
      }
    }
  }
}
