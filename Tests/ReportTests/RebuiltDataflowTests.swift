import BNNIR
import Foundation
import TestSupport
import Testing

@testable import HDLGen

@Suite("Rebuilt dataflow")
struct RebuiltDataflowTests {
  /// What a directory can be generated with, and how the manifest tells it again.
  struct Options: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var folding = Folding(pe: 2, simd: 3)
    var limits = WeightLimits.none
    var targetCycles: Int?
    var isWritable = false
  }

  @Test(
    "is the one that was generated",
    arguments: [
      Options(testDescription: "plain"),
      Options(testDescription: "unfolded", folding: Folding(pe: 5, simd: 12)),
      Options(testDescription: "staged", folding: Folding(pe: 1, simd: 8, popcountStages: 2)),
      Options(testDescription: "weights in blocks", limits: WeightLimits(blocks: nil, luts: 0)),
      Options(testDescription: "searched", targetCycles: 9),
      Options(testDescription: "writable", isWritable: true),
    ])
  func options(_ options: Options) async throws {
    try await ReportFixture.withDirectory(
      folding: FoldingRequest(every: options.folding), limits: options.limits,
      targetCycles: options.targetCycles, isWritable: options.isWritable
    ) { directory in
      let dataflow = try directory.dataflow()
      #expect(dataflow.instances.map(\.name) == directory.manifest.units.map(\.name))
      let timing = FrameTiming(of: dataflow)
      #expect(timing.cyclesPerFrame == directory.manifest.cyclesPerFrame)
      #expect(timing.latencyCycles == directory.manifest.latencyCycles)
    }
  }

  @Test("is that of random convolutional networks with random foldings", arguments: 0..<40)
  func random(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = Array(RandomConvNetwork.document(using: &random).utf8)
    let folding = Folding(
      pe: Int.random(in: 1...8, using: &random), simd: Int.random(in: 1...8, using: &random),
      pixels: Int.random(in: 1...4, using: &random), bitSerial: Bool.random(using: &random),
      popcountStages: Int.random(in: 0...2, using: &random))
    do {
      try await ReportFixture.withDirectory(
        of: document, folding: FoldingRequest(every: folding)
      ) { directory in
        let dataflow = try directory.dataflow()
        #expect(FrameTiming(of: dataflow).latencyCycles == directory.manifest.latencyCycles)
      }
    } catch let error as DiagnosticError {
      // Some random networks cannot be built; these say so when they are generated.
      #expect(error.diagnostics.allSatisfy { $0.id.hasPrefix("hardware.") })
    }
  }

  @Test("is that of random graphs, with their FIFOs", arguments: 0..<20)
  func branches(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(500 + seed))
    let document = Array(RandomGraphNetwork.document(using: &random).utf8)
    try await ReportFixture.withDirectory(of: document) { directory in
      let dataflow = try directory.dataflow()
      let timing = FrameTiming(of: dataflow)
      #expect(timing.cyclesPerFrame == directory.manifest.cyclesPerFrame)
      #expect(timing.latencyCycles == directory.manifest.latencyCycles)
    }
  }

  @Test("a depth that is too small is noticed", arguments: ["0", "3"])
  func smallDepth(depth: String) async throws {
    var random = SplitMix64(seed: 3)
    let document = Array(RandomConvNetwork.document(using: &random).utf8)
    try await ReportFixture.withDirectory(of: document) { directory in
      let file = directory.url.appending(path: "manifest.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let edited = text.replacing(
        /("name" : "Depth",\s+"value" : )\d+/, maxReplacements: 1
      ) { "\($0.output.1)\(depth)" }
      #expect(edited != text)
      try Data(edited.utf8).write(to: file)
      let other = try GeneratedDirectory(opening: directory.url)
      let error = #expect(throws: DiagnosticError.self) { try other.dataflow() }
      #expect(error?.diagnostics.map(\.id) == ["manifest.dataflow"])
    }
  }

  @Test(
    "a shared engine that was edited is noticed",
    arguments: [("pe", 3), ("simd", 3), ("axiBits", 48), ("popcountStages", 9)])
  func editedEngine(key: String, value: Int) async throws {
    let folding = FoldingRequest(
      every: Folding(pe: 1, simd: 1), engine: EngineRequest(pe: 2, simd: 4))
    try await ReportFixture.withDirectory(folding: folding) { directory in
      #expect(throws: Never.self) { try directory.dataflow() }
      let file = directory.url.appending(path: "manifest.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let start = try #require(text.range(of: "\"engine\" :")).lowerBound
      let pattern = try Regex("\"\(key)\" : \\d+")
      let place = try #require(text[start...].firstRange(of: pattern))
      let edited = text.replacingCharacters(in: place, with: "\"\(key)\" : \(value)")
      try Data(edited.utf8).write(to: file)
      let other = try GeneratedDirectory(opening: directory.url)
      let error = #expect(throws: DiagnosticError.self) { try other.dataflow() }
      #expect(error?.diagnostics.map(\.id) == ["manifest.dataflow"])
    }
  }

  @Test("a network document that was edited is noticed")
  func edited() async throws {
    try await ReportFixture.withDirectory { directory in
      let text = String(decoding: ReportFixture.document, as: UTF8.self)
      let other = text.replacing("\"name\": \"a\"", with: "\"name\": \"z\"")
      try Data(other.utf8).write(to: directory.url.appending(path: "network.json"))
      let error = try #require(throws: DiagnosticError.self) { try directory.dataflow() }
      #expect(error.diagnostics.map(\.id) == ["manifest.dataflow"])
    }
  }
}
