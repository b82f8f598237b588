import Foundation
import TestSupport
import Testing

@testable import ToolRunner

@Suite struct TemporaryFolderTests {
  @Test func `is one that tools can work in`() async throws {
    try await withTemporaryDirectory { directory in
      #expect(directory.path(percentEncoded: false).contains(" "))
      #expect(!TemporaryFolder.isUsable(directory))
    }
    #expect(TemporaryFolder.isUsable(URL(filePath: "/tmp/")))
    #expect(!TemporaryFolder.isUsable(TemporaryFolder.unused("test")))
    #expect(!TemporaryFolder.isUsable(URL(filePath: "/dev/null")))
  }

  @Test func `is what tools are told`() async throws {
    let shell = Tool(name: "sh", from: .debian("dash"))
    let said = try await ToolRunner().run(
      shell, ["-c", "echo $TMPDIR"], in: TemporaryFolder.url, environment: ["TMPDIR": "/o d"])
    #expect(said.standardOutput == "/o d\n")
    let usual = try await ToolRunner().run(shell, ["-c", "echo $TMPDIR"], in: TemporaryFolder.url)
    #expect(usual.standardOutput == TemporaryFolder.url.path(percentEncoded: false) + "\n")
  }
}
