import Foundation
import TestSupport

/// What one run of the program left, started as a user starts it.
struct CommandLineRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs `bnn-hw` with arguments in a directory, to its end.
  static func of(_ arguments: [String], in directory: URL) async throws -> CommandLineRun {
    // The streams go to files: a pipe that nobody empties would stop the program.
    try await withTemporaryDirectory { streams in
      let (output, errors) = (streams.appending(path: "out"), streams.appending(path: "err"))
      let process = Process()
      process.executableURL = program
      process.arguments = arguments
      process.currentDirectoryURL = directory
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try newFile(at: output)
      process.standardError = try newFile(at: errors)
      try process.run()
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

  /// It is built beside the test bundle, which is a directory on macOS and the test program itself on
  /// Linux.
  private static var program: URL {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    let directory = bundle?.deletingLastPathComponent() ?? Bundle.main.bundleURL
    return directory.appending(path: "bnn-hw")
  }
}
