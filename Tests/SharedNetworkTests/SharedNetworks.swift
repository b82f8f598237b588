import BNNIR
import Foundation
import Testing

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

  /// An array of a network's reference values, flat.
  static func reference(_ network: String, _ array: String) throws -> [Int] {
    let file = try DataFile(folder.appending(path: "golden/\(network).npz").path)
    guard case .archive(let archive) = file.content else { return [] }
    let member = try #require(archive.first { $0.name == array })
    return try member.read().integers()
  }
}
