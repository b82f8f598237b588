import Foundation
import SwiftProtobuf
import TestSupport
import Testing

@testable import ONNXImporter

@Suite("External data")
struct ExternalDataTests {
  /// Runs a body with a model's directory that has a file of 16 bytes, 0 to 15, in a folder, and a
  /// file beside the directory.
  private func withModelDirectory(_ body: (URL) throws -> Void) async throws {
    try await withTemporaryDirectory { parent in
      let directory = parent.appending(path: "model", directoryHint: .isDirectory)
      let files = FileManager.default
      try files.createDirectory(
        at: directory.appending(path: "data"), withIntermediateDirectories: true)
      try Data(0..<16).write(to: directory.appending(path: "data/weights.bin"))
      try Data(0..<16).write(to: parent.appending(path: "secret.bin"))
      try files.createSymbolicLink(
        at: directory.appending(path: "leak.bin"),
        withDestinationURL: parent.appending(path: "secret.bin"))
      try files.createSymbolicLink(
        at: directory.appending(path: "up"), withDestinationURL: parent)
      try files.createSymbolicLink(
        at: directory.appending(path: "inside.bin"),
        withDestinationURL: directory.appending(path: "data/weights.bin"))
      try body(directory)
    }
  }

  private func tensor(
    _ entries: [String: String], count: Int = 4, in directory: URL?
  ) throws -> RealTensor {
    var decoder = TensorDecoder(directory: directory)
    return try decoder.decode(
      .with {
        $0.dataType = 2
        $0.dims = [Int64(count)]
        $0.dataLocation = 1
        $0.externalData = entries.sorted { $0.key < $1.key }.map { entry in
          .with {
            $0.key = entry.key
            $0.value = entry.value
          }
        }
      })
  }

  @Test("are read from where the entries say")
  func read() async throws {
    try await withModelDirectory { directory throws in
      let entries = ["location": "data/weights.bin", "offset": "5", "length": "4"]
      #expect(try tensor(entries, in: directory).values == [5, 6, 7, 8])
      #expect(try tensor(["location": "./data/weights.bin"], in: directory).values == [0, 1, 2, 3])
      #expect(try tensor(["location": "inside.bin"], in: directory).values == [0, 1, 2, 3])
      #expect(try tensor(["location": "inside.bin"], count: 0, in: directory).values.isEmpty)
    }
  }

  @Test(
    "never come from outside of the model's directory",
    arguments: [
      "../secret.bin", "/etc/passwd", "data/../../secret.bin", "leak.bin", "up/secret.bin",
      "data//weights.bin", "", "..", ".", "data/weights.bin\0",
    ])
  func outside(location: String) async throws {
    try await withModelDirectory { directory in
      let failure = #expect(throws: TensorFailure.self) {
        try tensor(["location": location], in: directory)
      }
      #expect(failure?.id == "onnx.external-data")
      #expect(
        failure?.reason.hasSuffix("but expected a path inside the model's directory") == true,
        "\(String(describing: failure))")
    }
  }

  @Test(
    "are refused with the reason",
    arguments: [
      (
        ["location": "data/weights.bin", "length": "3"],
        "length is 3, but expected 4 bytes for the tensor's size"
      ),
      (
        ["location": "data/weights.bin", "offset": "13"],
        "the file 'data/weights.bin' has 16 bytes, but expected 4 bytes from byte 13"
      ),
      (
        ["location": "data/weights.bin", "offset": "9223372036854775807"],
        "the file 'data/weights.bin' has 16 bytes, but expected 4 bytes from byte 9223372036854775807"
      ),
      (
        ["location": "data/weights.bin", "offset": "-1"],
        "key 'offset' is '-1', but expected a size in bytes"
      ),
      (["location": "none.bin"], "there is no file 'none.bin'"),
      (["location": "data"], "there is no file 'data'"),
      (["offset": "0"], "has no key 'location'"),
    ])
  func refused(entries: [String: String], reason: String) async throws {
    try await withModelDirectory { directory in
      let failure = #expect(throws: TensorFailure.self) { try tensor(entries, in: directory) }
      #expect(failure?.reason == "external data: \(reason)")
    }
  }

  @Test("are refused where the model is no file")
  func noDirectory() {
    let failure = #expect(throws: TensorFailure.self) { try tensor(["location": "a"], in: nil) }
    #expect(failure?.reason == "external data: data is in 'a', but the model is no file")
  }
}
