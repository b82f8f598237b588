import BNNIR
import Foundation
import TestSupport
import Testing
import ToolRunner

@testable import DataFiles

/// What `reference.py` computes for all random cases. Python starts once for all of them: starting
/// it takes longer than most networks.
enum ReferenceRun {
  /// The values of the input and of every layer, by name.
  typealias Layers = [String: LayerValues]

  private static let python = Tool(name: "python3", from: .debian("python3-numpy"))

  private static let results = Task { try await compute(RandomCase.all) }

  static func layers(of item: RandomCase) async throws -> Layers {
    try #require(try await results.value[item], "NumPy has no values")
  }

  /// Leaves out cases that the compiler refuses; their own tests fail for that.
  private static func compute(_ cases: [RandomCase]) async throws -> [RandomCase: Layers] {
    let script = try #require(Bundle.module.url(forResource: "reference", withExtension: "py"))
    return try await withTemporaryDirectory { directory in
      let accepted = try cases.filter { try write($0, to: folder(of: $0, in: directory)) }
      _ = try await ToolRunner().run(
        python, [script.path(percentEncoded: false), directory.path(percentEncoded: false)],
        in: directory, timeout: .seconds(1200))
      let layers = try accepted.map { try read(folder(of: $0, in: directory)) }
      return Dictionary(uniqueKeysWithValues: zip(accepted, layers))
    }
  }

  private static func folder(of item: RandomCase, in directory: URL) -> URL {
    directory.appending(path: "\(item.family.rawValue)-\(item.seed)", directoryHint: .isDirectory)
  }

  private static func write(_ item: RandomCase, to folder: URL) throws -> Bool {
    guard let (document, _, frames) = try? item.sample() else { return false }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    try Data(document.utf8).write(to: folder.appending(path: "network.json"))
    try Data(frames.bytes).write(to: folder.appending(path: "frames.bin"))
    return true
  }

  private static func read(_ folder: URL) throws -> Layers {
    let file = try DataFile(folder.appending(path: "values.npz").path(percentEncoded: false))
    guard case .archive(let arrays) = file.content else { return [:] }
    return try Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, try LayerValues($0)) })
  }
}
