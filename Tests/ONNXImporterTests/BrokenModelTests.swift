import BNNIR
import Foundation
import TestSupport
import Testing

@testable import ONNXImporter

/// Reference/broken.py writes models that are broken or cannot be built; Reference/broken.txt has
/// all that the importer says to each. With BNN_HW_RECORD set, the test writes that file instead.
@Suite("Broken ONNX models", .enabled(if: ReferencePython.hasONNX, ReferencePython.absence))
struct BrokenModelTests {
  private static let record = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference/broken.txt")

  @Test("are refused with exactly the expected words")
  func words() async throws {
    try await withTemporaryDirectory { directory in
      try await ReferencePython.run("broken", [directory.path(percentEncoded: false)])
      let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        .filter { $0.hasSuffix(".onnx") }.sorted()
      #expect(names.count >= 150)
      let said = try names.map { name in
        let bytes = Array(try Data(contentsOf: directory.appending(path: name)))
        return "== \(name)\n\(Self.answer(to: bytes, name, in: directory))\n"
      }
      if ProcessInfo.processInfo.environment["BNN_HW_RECORD"] != nil {
        try Data(said.joined().utf8).write(to: Self.record)
      }
      let expected = try String(contentsOf: Self.record, encoding: .utf8)
        .split(separator: "== ").map { "== \($0)" }
      #expect(said.count == expected.count)
      for (actual, wanted) in zip(said, expected) { #expect(actual == wanted) }
    }
  }

  private static func answer(to bytes: [UInt8], _ name: String, in directory: URL) -> String {
    do {
      let imported = try ONNXImport(
        bytes, file: name, directory: directory, options: ImportOptions())
      _ = try TypeChecker.check(try NetworkReader.read(imported.document, file: name))
      return "imports"
    } catch {
      return error.description
    }
  }
}
