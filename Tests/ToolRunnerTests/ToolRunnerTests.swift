import Foundation
import Synchronization
import TestSupport
import Testing
import ToolRunner

@Suite struct ToolRunnerTests {
  private static let shell = Tool(name: "sh", from: .debian("dash"))

  private func run(
    _ script: String, in directory: URL, environment: [String: String] = [:],
    timeout: Duration? = .seconds(300)
  ) async throws(ToolError) -> ToolResult {
    try await ToolRunner().run(
      Self.shell, ["-c", script], in: directory, environment: environment, timeout: timeout)
  }

  @Test func `collects both streams of a tool that fills them`() async throws {
    try await withTemporaryDirectory { directory in
      let script = "for i in $(seq 20000); do echo out $i; echo error $i >&2; done"
      let result = try await run(script, in: directory)
      #expect(result.standardOutput.hasSuffix("out 20000\n"))
      #expect(result.standardError.hasSuffix("error 20000\n"))
      #expect(result.standardOutput.split(separator: "\n").count == 20000)
    }
  }

  @Test func `runs in the directory with the given variables`() async throws {
    try await withTemporaryDirectory { directory in
      let result = try await run(
        "pwd; echo $BNN_HW_TEST", in: directory, environment: ["BNN_HW_TEST": "a b"])
      let path = directory.resolvingSymlinksInPath().path(percentEncoded: false)
      #expect(result.standardOutput == "\(path.dropLast())\na b\n")
    }
  }

  @Test func `finds the line with the version`() async throws {
    let tool = Tool(
      name: "sh", from: .debian("dash"),
      versionArguments: [
        "-c", "echo Preparing to run ecp5. This might take a while...; echo v 0.11.1",
      ],
      oldestVersion: "0.9")
    #expect(try await ToolRunner().version(of: tool) == "v 0.11.1")
  }

  @Test func `hands out lines as they come`() async throws {
    try await withTemporaryDirectory { directory in
      let lines = Mutex<[String]>([])
      _ = try await ToolRunner().run(
        Self.shell, ["-c", "printf 'one\\ntwo\\nrest'"], in: directory,
        onOutputLine: { line in lines.withLock { $0.append(line) } })
      #expect(lines.withLock(\.self) == ["one", "two"])
    }
  }

  @Test func `says how to install a missing tool`() async throws {
    let tool = Tool(name: "no-such-tool-here", from: .debian("some-package"))
    let error = await #expect(throws: ToolError.self) {
      try await ToolRunner().run(tool, [], in: URL(filePath: "/"))
    }
    #expect(
      error?.description
        == "no-such-tool-here is not installed; on Debian: apt-get install some-package")
  }

  @Test func `shows the end of what a failed tool said`() async throws {
    let error = await #expect(throws: ToolError.self) {
      try await run("seq 50 >&2; exit 3", in: URL(filePath: "/"))
    }
    let expected = (31...50).map(String.init).joined(separator: "\n")
    #expect(
      error
        == .failed(
          command: "sh -c \"seq 50 >&2; exit 3\"", status: .exited(3), output: expected))
  }

  @Test func `says that the directory is missing`() async throws {
    let error = await #expect(throws: ToolError.self) {
      try await run("true", in: URL(filePath: "/no/such/directory"))
    }
    guard case .notStarted = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// The grandchild writes on and on, unless it ended with its parent.
  private static let lingering =
    "(while true; do echo alive >> beats; sleep 0.05; done) & echo started; wait"

  @Test func `ends the whole group when the time is up`() async throws {
    try await withTemporaryDirectory { directory in
      let error = await #expect(throws: ToolError.self) {
        try await run(Self.lingering, in: directory, timeout: .seconds(1))
      }
      #expect(error == .timedOut(command: "sh -c \"\(Self.lingering)\"", after: .seconds(1)))
      try await expectNothingLives(in: directory)
    }
  }

  @Test func `ends the whole group when the task is cancelled`() async throws {
    try await withTemporaryDirectory { directory in
      let started = AsyncStream<Void>.makeStream()
      let task = Task {
        try await ToolRunner().run(
          Self.shell, ["-c", Self.lingering], in: directory,
          onOutputLine: { _ in started.continuation.finish() })
      }
      for await _ in started.stream {}
      task.cancel()
      await #expect(throws: ToolError.cancelled) { try await task.value }
      try await expectNothingLives(in: directory)
    }
  }

  @Test(.timeLimit(.minutes(2))) func `kills a tool that does not listen`() async throws {
    await #expect(throws: ToolError.self) {
      try await run(
        "trap '' TERM; while true; do sleep 0.1; done", in: URL(filePath: "/"),
        timeout: .milliseconds(200))
    }
  }

  private func expectNothingLives(in directory: URL) async throws {
    let beats = directory.appending(path: "beats")
    // A write that was under way may still come to its end.
    try await Task.sleep(for: .milliseconds(500))
    let before = try? Data(contentsOf: beats).count
    try await Task.sleep(for: .seconds(1))
    #expect((try? Data(contentsOf: beats).count) == before)
  }
}
