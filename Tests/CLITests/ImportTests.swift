import Foundation
import TestSupport
import Testing

@Suite("bnn-hw import")
struct ImportTests {
  private static let model = Repository.root.appending(
    path: "Tests/ONNXImporterTests/Models/case_66.onnx")

  private func run(
    _ arguments: [String], in directory: URL
  ) async throws -> CommandLineRun {
    try FileManager.default.copyItem(
      at: Self.model, to: directory.appending(path: "model.onnx"))
    return try await CommandLineRun.of(arguments, in: directory)
  }

  @Test("writes a document named after the model, and says that it is the same network")
  func document() async throws {
    try await withTemporaryDirectory { directory in
      let arguments = ["import", "model.onnx", "--input-scale", "1", "--verify", "5"]
      let run = try await run(arguments, in: directory)
      #expect(run.status == 0)
      #expect(run.errors == "note: no --images; verifying with 5 random frames (seed 1)\n")
      #expect(run.output.contains("model: 7 layers in model.net.json\n"))
      #expect(run.output.contains("verified: 860 bits of 5 frames equal the graph's"))
      let again = try await CommandLineRun.of(["generate", "model.net.json"], in: directory)
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  @Test("is part of generate, which takes the same options")
  func generate() async throws {
    try await withTemporaryDirectory { directory in
      let arguments = ["generate", "model.onnx", "--input-scale", "1", "-o", "core"]
      let run = try await run(arguments, in: directory)
      #expect(run.status == 0, "\(run.errors)")
      let manifest = directory.appending(path: "core/manifest.json")
      #expect(FileManager.default.fileExists(atPath: manifest.path))
    }
  }

  @Test("replaces what it wrote, and nothing else")
  func overwriting() async throws {
    try await withTemporaryDirectory { directory in
      let target = directory.appending(path: "model.net.json")
      #expect(try await run(["import", "model.onnx"], in: directory).status == 0)
      #expect(try await CommandLineRun.of(["import", "model.onnx"], in: directory).status == 0)
      try Data("mine".utf8).write(to: target)
      let refused = try await CommandLineRun.of(["import", "model.onnx"], in: directory)
      #expect(refused.status == 2 && refused.output.isEmpty)
      #expect(
        refused.errors == """
          error[output.exists]: model.net.json: not replaced: bnn-hw import did not write it
            hint: name another file with -o, or remove this one

          """)
      #expect(try Data(contentsOf: target) == Data("mine".utf8))
    }
  }

  @Test("a file that cannot be read leaves nothing")
  func damaged() async throws {
    try await withTemporaryDirectory { directory in
      try Data("no model".utf8).write(to: directory.appending(path: "text.onnx"))
      let run = try await CommandLineRun.of(["import", "text.onnx"], in: directory)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("error[onnx.protobuf]: text.onnx: "))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["text.onnx"])
    }
  }

  @Test("options for ONNX files are none for documents")
  func misplacedOptions() async throws {
    let document = Repository.root.appending(path: "examples/digits/net.json").path
    try await withTemporaryDirectory { directory in
      let run = try await CommandLineRun.of(
        ["generate", document, "--sign-zero", "1"], in: directory)
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("error[import.options]: "))
    }
  }
}
