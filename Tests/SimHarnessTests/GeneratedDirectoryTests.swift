import BNNIR
import Foundation
import HDLGen
import TestSupport
import Testing

@Suite struct GeneratedDirectoryTests {
  /// The diagnostic that a changed directory gives, without the directory's name.
  private func problem(_ change: (URL) throws -> Void) async throws -> String {
    try await withTemporaryDirectory { directory in
      try TinyCircuit.write(to: directory)
      try change(directory)
      let error = try #require(throws: DiagnosticError.self) {
        try GeneratedDirectory(opening: directory).graph()
      }
      return error.description.replacing(directory.path(percentEncoded: false), with: "DIR/")
    }
  }

  private func problem(replacing text: String, with other: String) async throws -> String {
    try await problem { directory in
      let file = directory.appending(path: Manifest.fileName)
      let manifest = try String(contentsOf: file, encoding: .utf8)
      try Data(manifest.replacing(text, with: other, maxReplacements: 1).utf8).write(to: file)
    }
  }

  @Test func `gives the network back`() async throws {
    try await withTemporaryDirectory { directory in
      try TinyCircuit.write(to: directory)
      let generated = try GeneratedDirectory(opening: directory)
      #expect(generated.manifest.top == "tiny_core")
      #expect(try generated.graph() == TinyCircuit.graph(in: directory))
    }
  }

  @Test func `says that there is no manifest`() async throws {
    let text = try await problem {
      try FileManager.default.removeItem(at: $0.appending(path: Manifest.fileName))
    }
    #expect(
      text == """
        error[manifest.missing]: DIR/: there is no manifest.json, or it cannot be read
          hint: name a directory that 'bnn-hw generate' wrote
        """)
  }

  @Test func `says which files are missing`() async throws {
    let text = try await problem {
      try FileManager.default.removeItem(at: $0.appending(path: "rtl/tiny_core.sv"))
    }
    #expect(
      text.hasPrefix("error[manifest.files]: DIR/: missing or not readable: rtl/tiny_core.sv"))
  }

  @Test(arguments: [
    ("bnn-hw-manifest", "other", "manifest.format"),
    (#""version": 1"#, #""version": 2"#, "manifest.version"),
    (#""top": "tiny_core","#, "", "manifest.damaged"),
    ("tiny_core", "a; b", "manifest.damaged"),
    ("rtl/tiny_core.sv", "../secret.sv", "manifest.damaged"),
    (#""lanes": 2"#, #""lanes": 0"#, "manifest.damaged"),
    (#""beatsPerFrame": 3"#, #""beatsPerFrame": 4"#, "manifest.damaged"),
    (#""latencyCycles": 8"#, #""latencyCycles": -1"#, "manifest.damaged"),
    ("{", "[", "manifest.format"),
  ])
  func `refuses a manifest that does not fit`(text: String, other: String, id: String) async throws
  {
    #expect(try await problem(replacing: text, with: other).hasPrefix("error[\(id)]"))
  }
}
