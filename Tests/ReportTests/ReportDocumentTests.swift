import BNNIR
import Foundation
import Testing

@testable import Estimator
@testable import HDLGen
@testable import Report

@Suite("Report document")
struct ReportDocumentTests {
  @Test("times are those of the foldings, operations those of the weights")
  func timing() async throws {
    try await ReportFixture.withDirectory { directory in
      let report = try ReportFixture.report(directory)
      // 12 · 5 + 5 · 3 weights, each used once; see the fixture for the cycles.
      #expect(report.timing.macsPerFrame == 75)
      #expect(report.timing.lanes == 8)
      #expect(report.timing.bottleneck == "a_mvu")
      #expect(report.timing.boundCyclesPerFrame == 15)
      let cycles = report.units.filter { $0.kind == "mvu" }.map(\.cyclesPerFrame)
      #expect(cycles == [15, 6])
      #expect(report.timing.framesPerSecond == 100e6 / Double(report.timing.cyclesPerFrame))
      let busy = try #require(report.units.first { $0.name == "b_mvu" }).busyPercent
      #expect(busy == 600 / Double(report.timing.cyclesPerFrame))
    }
  }

  @Test("layers follow the data, each with the map that leaves it")
  func layers() async throws {
    try await ReportFixture.withDirectory { directory in
      let layers = try ReportFixture.report(directory).layers
      #expect(
        layers.map(\.name) == ["image", "a", "b"] || layers.map(\.name) == ["input", "a", "b"])
      #expect(layers.map(\.channels) == [12, 5, 3])
      #expect(layers.map(\.reads) == [[], [layers[0].name], ["a"]])
      #expect(layers.map(\.operation) == ["8-bit pixels", "dense, 12 inputs", "dense, 5 inputs"])
      #expect(layers.map(\.pe) == [nil, 1, 1] && layers.map(\.simd) == [nil, 4, 4])
    }
  }

  @Test("layers that share an engine are listed one by one, with what each takes of it")
  func sharedEngine() async throws {
    let folding = FoldingRequest(
      every: Folding(pe: 1, simd: 4), engine: EngineRequest(pe: 1, simd: 4, axiBits: 32))
    try await ReportFixture.withDirectory(folding: folding) { directory in
      let report = try ReportFixture.report(directory)
      // Start values of 5 bits take two words; so a neuron takes its words and four cycles more.
      #expect(report.layers.suffix(2).map(\.cyclesPerFrame) == [5 * (3 + 4), 3 * (2 + 4)])
      #expect(report.layers.suffix(2).map(\.name) == ["a", "b"])
      #expect(report.layers.suffix(2).map(\.pe) == [1, 1])
      #expect(report.layers.suffix(2).map(\.simd) == [4, 4])
      #expect(report.layers.suffix(2).allSatisfy { $0.units.contains("a_engine") })
      #expect(report.layers.last?.reads == ["a"])
      #expect(report.timing.bottleneck == "a_engine")
      // A word for each start value and each four weights, in 4 bytes.
      #expect(report.roofline.weightBytesPerFrame == 4 * (5 * (2 + 3) + 3 * (2 + 2)))
      let audit = try #require(report.resources.audit.first)
      // An adder bit for each of the 4 bits of a sum of 12 inputs.
      #expect(audit.lanes == 4 && audit.accumulators == 5 && audit.bound == 0.29 * 4 + 4)
      let text = report.markdown
      #expect(text.contains("Layers that share an engine take turns on it"))
      #expect(text.contains("For each frame 148 bytes of weights come from external memory"))
    }
  }

  @Test("the roofline's point is operations over cycles, its ceilings two operations per lane")
  func roofline() async throws {
    try await ReportFixture.withDirectory { directory in
      let report = try ReportFixture.report(directory)
      let point = try #require(report.roofline.points.first)
      // Published ones of other networks: FINN CNV-max does 2 · 59 461 376 operations 21 906 times
      // in 200 million cycles.
      let other = try #require(report.roofline.points.first { $0.system == "FINN CNV-max" })
      #expect(abs(other.operationsPerCycle - 13_025.6) < 0.1)
      // 150 operations in 15 cycles of 10 ns.
      #expect(report.timing.cyclesPerFrame == 15)
      #expect(abs(point.operationsPerCycle - 10) < 1e-9)
      #expect(abs(point.gigaOperationsPerSecond - 1) < 1e-9)
      #expect(
        point.lut == directory.manifest.units.count * (directory.manifest.units.count + 1) / 2)
      #expect(report.roofline.availableLUT == 53_200)
      for ceiling in report.roofline.ceilings {
        #expect(ceiling.operationsPerCycleAndLUT * ceiling.lutPerLane == 2)
      }
    }
  }

  @Test(
    "the higher roof is that of constant weights where a lane keeps its weight",
    arguments: [(Folding(pe: 1, simd: 4), 0.29), (Folding(pe: 5, simd: 12), 0.14)])
  func constantWeights(folding: Folding, lutPerLane: Double) async throws {
    try await ReportFixture.withDirectory(folding: FoldingRequest(every: folding)) { directory in
      let report = try ReportFixture.report(directory)
      #expect(report.roofline.ceilings.first?.lutPerLane == lutPerLane)
    }
  }

  @Test(
    "units are told apart by what they are for",
    arguments: [
      ("mvu", .matrix), ("sliding_window", .window), ("scale_bias", .arithmetic),
      ("requantize", .arithmetic), ("gated_add", .arithmetic), ("add", .arithmetic),
      ("fifo", .stream), ("fork", .stream), ("concat", .stream), ("width_converter", .stream),
      ("axis_input", .end), ("argmax", .end),
    ] as [(String, UnitRole)])
  func roles(kind: String, role: UnitRole) {
    #expect(UnitRole(kind: kind) == role)
  }

  @Test("the roles' resources add up to the core's")
  func roles() async throws {
    try await ReportFixture.withDirectory { directory in
      let text = try ReportFixture.report(directory).markdown
      let rows = text.split(separator: "\n").drop { !$0.hasPrefix("| role |") }
        .prefix { $0.hasPrefix("|") }.dropFirst(2)
      let luts = rows.compactMap { Int($0.split(separator: "|")[1].filter(\.isNumber)) }
      // Five roles, their sum, and the device.
      try #require(luts.count == 7)
      #expect(luts.prefix(5).reduce(0, +) == luts[5])
    }
  }

  @Test(
    "counts that no simulation gives are found",
    arguments: [
      (4, 0, 15, 50, nil), (-1, 0, 15, 50, "frames"), (4, 5, 15, 50, "mismatches"),
      (4, -1, 15, 50, "mismatches"), (4, 0, 0, 50, "cyclesPerFrame"),
      (4, 0, nil, -50, "latencyCycles"),
    ] as [(Int, Int, Int?, Int, String?)])
  func impossible(frames: Int, mismatches: Int, cycles: Int?, latency: Int, key: String?) {
    let summary = SimulationSummary(
      name: "tiny", frames: frames, mismatches: mismatches, layersChecked: true,
      cyclesPerFrame: cycles, latencyCycles: latency, predictedCyclesPerFrame: 15,
      predictedLatencyCycles: 50)
    #expect(summary.impossibleKey == key)
  }

  @Test("accuracy is what the golden model hits, examples are the first frames")
  func classification() async throws {
    try await ReportFixture.withDirectory { directory in
      let result = ReportFixture.classification(try directory.graph())
      // By hand: all bits +1 give a = (12, -12, 0, 0, 0), s = (+, -, +, +, +), b = (3, -3, 1); all
      // bits -1 give s = (-, +, +, +, +), b = (3, 1, -3). Class 0 both times; labels are 0, 1, 0,
      // 2.
      #expect(result.frames == 4 && result.correct == 2 && result.accuracyPercent == 50)
      #expect(result.examples.map(\.index) == [0, 1, 2])
      #expect(result.examples.map(\.predicted) == [0, 0, 0])
      #expect(result.examples.map(\.isWrong) == [false, true, false])
      #expect(result.name(ofClass: 0) == ReportFixture.hostile)
      #expect(result.name(ofClass: 1) == "a & b")
    }
  }

  @Test("without labels there is no accuracy, and no example is wrong")
  func unlabelled() async throws {
    try await ReportFixture.withDirectory { directory in
      let frames = PixelBatch(frames: 1, elementsPerFrame: 12, bytes: Array(0..<12))
      let result = Classification(try directory.graph(), frames, labels: nil, examples: 5)
      #expect(result.correct == nil && result.accuracyPercent == nil)
      #expect(result.examples.count == 1 && result.examples.allSatisfy { !$0.isWrong })
    }
  }
}
