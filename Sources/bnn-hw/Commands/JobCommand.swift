import ArgumentParser
import Foundation

struct JobCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job",
    abstract: "Confirm one design of an exploration: generate, simulate and map it.",
    discussion: """
      explore makes a directory with a job for each design. This runs one of them and leaves \
      result.json there; a job that has its result is not run again. Jobs do not depend on each other, \
      so a cluster's scheduler can run them: the command is in job.json.
      """)

  @Argument(help: "The directory of a job.")
  var directory = "."

  func run() async throws {
    try await reportingFailures {
      let url = URL(filePath: directory)
      let job = try PointJob(in: url)
      let progress = ProgressLine()
      let result: PointResult
      if let finished = PointResult.finished(in: url) {
        result = finished
      } else {
        result = try await PointResult.run(job, in: url) { progress.show($0) }
      }
      progress.clear()
      Terminal.json(result)
      if !result.confirms(job) {
        Terminal.say("error: the circuit does not do what was predicted: see result.json")
        throw ExitCode.mismatch
      }
    }
  }
}
