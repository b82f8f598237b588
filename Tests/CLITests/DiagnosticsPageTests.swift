import Foundation
import Testing

/// docs/diagnostics.md and the fixtures against the ids that the sources can report.
@Suite("Diagnostics page")
struct DiagnosticsPageTests {
  @Test("lists every id once and none that is gone")
  func page() throws {
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/diagnostics.md"), encoding: .utf8)
    let listed = page.matches(of: /(?m)^\| `([a-z0-9.-]+)` \|/).map { String($0.output.1) }
    #expect(listed.sorted() == (try Self.ids(in: "Sources")).sorted())
  }

  @Test("every problem that a network document can have is shown by a fixture")
  func fixtures() throws {
    let expected = try BadDocuments.names.map { name in
      try String(
        contentsOf: BadDocuments.directory.appending(path: "\(name).stderr"), encoding: .utf8)
    }.joined()
    let shown = Set(expected.matches(of: /error\[([a-z0-9.-]+)\]/).map { String($0.output.1) })
    // A document with that many elements is too large to be a fixture.
    let missing = try Self.ids(in: "Sources/BNNIR").subtracting(shown).subtracting(["shape.total"])
    #expect(missing.isEmpty)
  }

  /// Ids are written where diagnostics are made: `Diagnostic("id"`, `TensorFailure("id"` or `id:
  /// "id"`.
  private static func ids(in folder: String) throws -> Set<String> {
    let folder = Repository.root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    var ids: Set<String> = []
    for path in paths where path.hasSuffix(".swift") {
      let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      for match in source.matches(of: /(?:Diagnostic\(|TensorFailure\(|\bid:)\s*"([a-z0-9.-]+)"/) {
        ids.insert(String(match.output.1))
      }
    }
    return ids
  }
}
