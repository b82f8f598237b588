import Foundation
import TestSupport

/// What one run of the program left, started as a user starts it.
struct CommandLineRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs `bnn-hw` with arguments in a directory, to its end.
  ///
  /// - Parameters:
  ///   - environment: set besides what this process has.
  ///   - largestFile: bytes, a multiple of 512, beyond which no file can be written.
  ///   - interruptedWhenThereIs: a file that, once it is there, lets Ctrl-C come.
  static func of(
    _ arguments: [String], in directory: URL, environment: [String: String] = [:],
    largestFile: Int? = nil, interruptedWhenThereIs file: URL? = nil
  ) async throws -> CommandLineRun {
    // The streams go to files: a pipe that nobody empties would stop the program.
    try await withTemporaryDirectory { streams in
      let (output, errors) = (streams.appending(path: "out"), streams.appending(path: "err"))
      let process = Process()
      if let largestFile {
        process.executableURL = URL(filePath: "/bin/sh")
        let script = "ulimit -f \(largestFile / 512) && exec \"$0\" \"$@\""
        process.arguments = ["-c", script, program.path] + arguments
      } else {
        process.executableURL = program
        process.arguments = arguments
      }
      process.currentDirectoryURL = directory
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try newFile(at: output)
      process.standardError = try newFile(at: errors)
      try process.run()
      if let file {
        while process.isRunning, !FileManager.default.fileExists(atPath: file.path) {
          try await Task.sleep(for: .milliseconds(20))
        }
        process.interrupt()
      }
      process.waitUntilExit()
      return CommandLineRun(
        status: process.terminationStatus,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  private static func newFile(at url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  /// It is built beside the test bundle, which is a directory on macOS and the test program itself
  /// on Linux.
  private static var program: URL {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    let directory = bundle?.deletingLastPathComponent() ?? Bundle.main.bundleURL
    return directory.appending(path: "bnn-hw")
  }
}
