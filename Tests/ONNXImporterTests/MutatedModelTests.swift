import BNNIR
import Foundation
import Testing

@testable import ONNXImporter

/// The models in Models are small ones of Reference/random_graphs.py.
@Suite("Mutated ONNX models")
struct MutatedModelTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["BNN_HW_FUZZ_ROUNDS"].flatMap(Int.init) ?? 2000
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Models")
  private static let names = ["15", "29", "34", "66", "81", "128", "131", "194"]

  private static func model(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "case_\(name).onnx")))
  }

  @Test("as they are, every bit of them equals their networks'", arguments: names)
  func unbroken(name: String) throws {
    var options = ImportOptions()
    options.inputScale = 1
    let imported = try ONNXImport(
      try Self.model(name), file: name, directory: nil, options: options)
    let graph = try TypeChecker.check(try NetworkReader.read(imported.document, file: name))
    var random = SplitMix64(seed: 7)
    let result = try imported.verify(.random(20, for: graph.input, using: &random))
    #expect(result.mismatches == 0, "\(String(describing: result.first))")
    #expect(result.bits > 0)
  }

  @Test(
    "with changed bytes, they are imported or refused, and nothing takes long", arguments: names)
  func mutations(name: String) throws {
    var random = SplitMix64(seed: UInt64(name) ?? 0)
    let original = try Self.model(name)
    var slowest = Duration.zero
    for _ in 0..<Self.rounds / Self.names.count {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
      slowest = max(slowest, ContinuousClock().measure { runs(bytes) })
    }
    // Debug builds take ten times as long; the machine may be busy besides.
    #expect(slowest < .seconds(60))
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout SplitMix64) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = .random(in: 0...255, using: &random)
    case 2: bytes.remove(at: place)
    default: bytes.insert(.random(in: 0...255, using: &random), at: place)
    }
  }

  /// What is imported is a document that can be read, and runs.
  private func runs(_ bytes: [UInt8]) {
    do {
      // Whole pixels: floats add 255ths up to something beside 0 where the sum is 0.
      var options = ImportOptions()
      options.inputScale = 1
      let imported = try ONNXImport(bytes, file: "fuzz.onnx", directory: nil, options: options)
      let graph = try TypeChecker.check(try NetworkReader.read(imported.document, file: "fuzz"))
      // Rounded scores may change the order of nearly equal ones.
      let isRounded = imported.report.lines.contains { $0.hasPrefix("scores: rounded") }
      if isRounded { return }
      if graph.nodes.map(\.type.shape.elements).reduce(0, +) > 1 << 16 { return }
      var random = SplitMix64(seed: 1)
      let result = try imported.verify(.random(1, for: graph.input, using: &random))
      #expect(result.mismatches == 0, "\(String(describing: result.first))")
    } catch {
      #expect(!error.diagnostics.isEmpty)
    }
  }
}
