public import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Starts tools and waits for them.
///
/// Each tool runs in a process group of its own, without standard input. When the waiting task is
/// cancelled or the time is up, the whole group is asked to end and killed a second later, so that
/// no compiler that a build started lives on; `run` returns after that. No more tools run at once
/// than there are processors; a time limit does not count the wait for one.
public struct ToolRunner: Sendable {
  public init() {}

  /// Runs a tool to its end.
  ///
  /// - Parameters:
  ///   - directory: the tool's working directory; it must exist.
  ///   - environment: variables to set besides the inherited ones.
  ///   - timeout: nil waits for ever.
  ///   - onOutputLine: called with each whole line of standard output as it comes.
  public func run(
    _ tool: Tool, _ arguments: [String], in directory: URL, environment: [String: String] = [:],
    timeout: Duration? = nil, onOutputLine: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(ToolError) -> ToolResult {
    let command = ([tool.name] + arguments).map(Self.quoted).joined(separator: " ")
    let configuration = Self.configuration(tool, arguments, directory, environment)
    do {
      let (status, result) = try await ToolSlots.ofThisMachine.withSlot {
        try await Self.withTimeout(timeout) {
          try await Self.collect(configuration, onOutputLine: onOutputLine)
        }
      }
      if case .exited(0) = status { return result }
      throw ToolError.failed(command: command, status: status, output: Self.tail(of: result))
    } catch let error as ToolError {
      throw error
    } catch is TimeIsUp {
      throw .timedOut(command: command, after: timeout ?? .zero)
    } catch is CancellationError {
      throw .cancelled
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw .missing(tool)
    } catch {
      throw Task.isCancelled ? .cancelled : .notStarted(command: command, reason: "\(error)")
    }
  }

  /// The first line with a version that the tool says, which must be new enough; its first line if
  /// there is none. Some say before that it takes a while.
  public func version(of tool: Tool) async throws(ToolError) -> String {
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    let result = try await run(tool, tool.versionArguments, in: here, timeout: .seconds(300))
    let said = result.standardOutput.isEmpty ? result.standardError : result.standardOutput
    let lines = said.split(whereSeparator: \.isNewline).map(String.init)
    let line = lines.first { ToolVersion(in: $0) != nil } ?? lines.first ?? ""
    if let oldest = tool.oldestVersion.flatMap(ToolVersion.init(in:)) {
      guard let version = ToolVersion(in: line), version >= oldest else {
        throw .wrongVersion(tool, said: line)
      }
    }
    return line
  }

  private static func configuration(
    _ tool: Tool, _ arguments: [String], _ directory: URL, _ environment: [String: String]
  ) -> Configuration {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    var variables: [Environment.Key: String?] = [
      "TMPDIR": TemporaryFolder.url.path(percentEncoded: false)
    ]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    return Configuration(
      executable: tool.name.contains("/") ? .path(FilePath(tool.name)) : .name(tool.name),
      arguments: Arguments(arguments), environment: .inherit.updating(variables),
      workingDirectory: FilePath(directory.path(percentEncoded: false)),
      platformOptions: options)
  }

  private static func collect(
    _ configuration: Configuration, onOutputLine: @escaping @Sendable (String) -> Void
  ) async throws -> (ToolStatus, ToolResult) {
    try Task.checkCancellation()
    let outcome = try await Subprocess.run(
      configuration, input: .none, output: .sequence, error: .sequence
    ) { execution in
      async let output = text(of: execution.standardOutput, onLine: onOutputLine)
      async let error = text(of: execution.standardError, onLine: { _ in })
      return try await ToolResult(standardOutput: output, standardError: error)
    }
    try Task.checkCancellation()
    return switch outcome.terminationStatus {
    case .exited(let code): (.exited(Int(code)), outcome.closureResult)
    case .signaled(let signal): (.signalled(Int(signal)), outcome.closureResult)
    }
  }

  private static func text(
    of stream: SubprocessOutputSequence, onLine: @Sendable (String) -> Void
  ) async throws -> String {
    var lines = LineCollector()
    for try await buffer in stream {
      buffer.withUnsafeBytes { lines.append($0, onLine: onLine) }
    }
    return lines.text
  }

  private struct TimeIsUp: Error {}

  private static func withTimeout<Value: Sendable>(
    _ timeout: Duration?, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let timeout else { return try await body() }
    return try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask(operation: body)
      group.addTask {
        try await Task.sleep(for: timeout)
        throw TimeIsUp()
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else {
        preconditionFailure("bnn-hw bug: a task group lost its tasks")
      }
      return value
    }
  }

  private static func quoted(_ argument: String) -> String {
    argument.contains { $0.isWhitespace } ? "\"\(argument)\"" : argument
  }

  /// The last lines of what a failed tool said: enough to see why, short enough to be read.
  private static func tail(of result: ToolResult) -> String {
    let said = result.standardError.isEmpty ? result.standardOutput : result.standardError
    return said.split(whereSeparator: \.isNewline).suffix(20).joined(separator: "\n")
  }
}
