import Foundation
import TestSupport
import Testing

/// Errors/<name>.net.json is a broken document, Errors/<name>.stderr all that the program says to
/// it.
@Suite("Bad documents")
struct BadDocumentTests {
  @Test("are refused with exactly the expected words", arguments: BadDocuments.names)
  func refused(name: String) async throws {
    try await withTemporaryDirectory { directory in
      let target = directory.appending(path: "core")
      let run = try await CommandLineRun.of(
        ["generate", "\(name).net.json", "-o", target.path], in: BadDocuments.directory)
      let expected = try String(
        contentsOf: BadDocuments.directory.appending(path: "\(name).stderr"), encoding: .utf8)
      #expect(run.status == 2)
      #expect(run.errors == expected)
      #expect(run.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: target.path))
    }
  }
}

enum BadDocuments {
  static let directory = Repository.root.appending(path: "Tests/CLITests/Errors")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
    .filter { $0.hasSuffix(".net.json") }.map { String($0.dropLast(9)) }.sorted()
}

enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
