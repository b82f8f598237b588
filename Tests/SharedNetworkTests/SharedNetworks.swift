import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing
import ToolRunner

@testable import DataFiles

/// The third-party networks beside the repository: documents made from them, images, and the values
/// that their own reference computes.
enum SharedNetworks {
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = repository.deletingLastPathComponent().appending(path: "shared/nets")
  static let arePresent = FileManager.default.fileExists(atPath: folder.path)
  static let absence: Comment = "there is no folder 'shared' beside the repository"

  /// Converts all networks once and returns where the documents are.
  static let documents: URL = {
    let output = FileManager.default.temporaryDirectory
      .appending(path: "bnn-hw-shared-\(ProcessInfo.processInfo.processIdentifier)")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", repository.appending(path: "scripts/make_nets.py").path,
      "--shared", folder.path, "--out", output.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return output
  }()

  static func document(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: documents.appending(path: "\(name).net.json")))
  }

  static func foldings(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: documents.appending(path: "\(name).folding.json")))
  }

  static func graph(_ name: String) throws -> Graph {
    try TypeChecker.check(NetworkReader.read(try document(name), file: name))
  }

  static func images(_ file: String, for input: InputLayer) throws -> PixelBatch {
    try FrameFile.read(
      path: folder.appending(path: "data/\(file)").path, shape: input.shape, pixels: input.pixels)
  }

  static func labels(_ file: String) throws -> [Int] {
    try LabelFile.read(path: folder.appending(path: "data/\(file)").path)
  }

  /// The arrays of reference values, flat, that a script of this folder computes from a file of
  /// images and values of some of them.
  static func computed(
    by script: String, from file: String, frames: Int, _ values: [Int]
  ) async throws -> [String: [Int]] {
    try await withTemporaryDirectory { directory in
      let input = directory.appending(path: "values.bin")
      let output = directory.appending(path: "computed.npz")
      try Data(values.map { UInt8($0) }).write(to: input)
      _ = try await ToolRunner().run(
        Tool(name: "python3", from: .debian("python3-numpy")),
        [
          URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path,
          folder.path, folder.appending(path: "data/\(file)").path, "\(frames)", input.path,
          output.path,
        ], in: directory, timeout: .seconds(120))
      guard case .archive(let arrays) = try DataFile(output.path).content else { return [:] }
      return try Dictionary(
        uniqueKeysWithValues: arrays.map { ($0.name, try $0.read().integers()) })
    }
  }

  /// A frame in Verilator, every stream compared with the golden model, at the predicted latency.
  static func expectExactFrame(
    of name: String, foldings: [UInt8], fifos: FIFOPolicy, image: PixelBatch
  ) async throws {
    let graph = try graph(name)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(
          every: Folding(pe: 1, simd: 1),
          exceptions: try FoldingFile(foldings, file: name).exceptions),
        clockHertz: 100_000_000, generator: "test", fifos: fifos))
    try await withTemporaryDirectory { directory in
      let design = try generator.generate(graph, document: try document(name)).design
      try DesignWriter.write(design, to: directory)
      let request = SimulationRequest(
        directory: directory, manifest: design.manifest, frames: image, checkLayers: true)
      let result = try await SimulationRun.run(request, golden: GoldenModel(graph))
      #expect(result.mismatches == 0, "\(String(describing: result.firstMismatch))")
      #expect(result.latencyCycles == design.manifest.latencyCycles)
    }
  }

  /// An array of a network's reference values, flat.
  static func reference(_ network: String, _ array: String) throws -> [Int] {
    let file = try DataFile(folder.appending(path: "golden/\(network).npz").path)
    guard case .archive(let archive) = file.content else { return [] }
    let member = try #require(archive.first { $0.name == array })
    return try member.read().integers()
  }
}

extension Tensor {
  /// All elements, integers or bits as 0 and 1.
  var numbers: [Int] {
    (0..<frames).flatMap { frame in
      (0..<shape.elements).map { element(frame: frame, index: $0) }
    }
  }
}
