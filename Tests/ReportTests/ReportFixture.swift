import BNNIR
import Foundation
import TestSupport

@testable import Estimator
@testable import HDLGen
@testable import Report

/// A network of 12 pixels, 5 neurons and 3 scores with two class names that are hostile to HTML, in
/// a directory with one row and four columns of weights per cycle:
///
/// - a: 5 rows · ⌈12 / 4⌉ words = 15 cycles per frame, 4 lanes
/// - b: 3 rows · ⌈5 / 4⌉ words = 6 cycles per frame, 4 lanes
enum ReportFixture {
  static let hostile = "<script>alert(\"1\")</script>"

  static let document = Array(
    """
    {"format": "bnn-hw-network", "version": 1, "name": "tiny",
     "classes": ["<script>alert(\\"1\\")</script>", "a & b", "it's"],
     "input": {"shape": [12], "type": "uint8", "encoding": {"kind": "threshold", "at": 128}},
     "layers": [
       {"name": "a", "kind": "binary_dense", "units": 5,
        "weights": ["ff0f", "0000", "5505", "3c03", "c30c"]},
       {"name": "s", "kind": "sign"},
       {"name": "b", "kind": "binary_dense", "units": 3, "weights": ["1f", "0a", "11"]}
     ]}
    """.utf8)

  /// Runs a body with the generated directory.
  static func withDirectory<Value>(
    of document: [UInt8] = document,
    folding: FoldingRequest = FoldingRequest(every: Folding(pe: 1, simd: 4)),
    limits: WeightLimits = .none, targetCycles: Int? = nil, isWritable: Bool = false,
    _ body: (GeneratedDirectory) async throws -> Value
  ) async throws -> Value {
    try await withTemporaryDirectory { root in
      let graph = try TypeChecker.check(try NetworkReader.read(document, file: "net.json"))
      let generator = Generator(
        library: try RTLLibrary.standard(),
        options: .init(
          folding: folding, clockHertz: 100_000_000, generator: "test", weightLimits: limits,
          goal: targetCycles.map { FoldingGoal(cyclesPerFrame: $0) }, hasWritableWeights: isWritable
        ))
      let directory = root.appending(path: "core")
      try DesignWriter.write(
        try generator.generate(graph, document: document).design, to: directory)
      return try await body(try GeneratedDirectory(opening: directory))
    }
  }

  /// An estimate without a run of yosys: the unit of index i takes i + 1 LUTs and twice as many
  /// flip-flops.
  static func estimate(
    _ manifest: Manifest, on device: String = "xc7z020", timing: TimingEstimate? = nil,
    unitPlacements: UnitPlacements? = nil, accuracyPercent: Double? = nil
  ) throws -> EstimateReport {
    EstimateReport(
      manifest, on: try Device.choose(name: device, family: nil), tool: "yosys 0.0",
      units: manifest.units.indices.map { Resources(lut: $0 + 1, ff: 2 * ($0 + 1)) }, whole: nil,
      timing: timing, unitPlacements: unitPlacements, accuracyPercent: accuracyPercent)
  }

  /// An estimate with all units routed: the first at 77.5 MHz or more, the second too large, the
  /// others at 321 MHz.
  static func placed(_ manifest: Manifest) throws -> EstimateReport {
    let units = manifest.units.enumerated().map { index, unit in
      let clock = UnitPlacements.Clock(megahertz: index == 0 ? 77.5 : 321, isLowerBound: index == 0)
      return UnitPlacements.Unit(
        name: unit.name, fits: index != 1, logicSites: index == 1 ? nil : 40 + index,
        clock: index == 1 ? nil : clock)
    }
    return try estimate(
      manifest, on: "ice40-hx8k",
      unitPlacements: UnitPlacements(
        tool: "nextpnr-ice40 0.0", package: "ct256", logicSite: "ICESTORM_LC", units: units,
        isCoreTooLarge: false))
  }

  /// An estimate with the second unit's path of 4 LUTs and 2 carry cells in 8 ns.
  static func timed(_ manifest: Manifest) throws -> EstimateReport {
    try timed(manifest, nanoseconds: 8)
  }

  static func timed(_ manifest: Manifest, nanoseconds: Double) throws -> EstimateReport {
    let path = LogicPath(luts: 4, carries: 2, nanoseconds: nanoseconds)
    return try estimate(
      manifest,
      timing: TimingEstimate(
        units: manifest.units.enumerated().map { ($1.name, $0 == 1 ? path : nil) }, whole: nil,
        on: .xc7))
  }

  /// Four frames, all dark but for the first, whose classes are all 0.
  static func classification(_ graph: Graph) -> Classification {
    let frames = PixelBatch(
      frames: 4, elementsPerFrame: 12,
      bytes: Array(repeating: 255, count: 12) + Array(repeating: 0, count: 36))
    return Classification(graph, frames, labels: [0, 1, 0, 2], examples: 3)
  }

  /// The whole document of the fixture.
  static func report(_ directory: GeneratedDirectory) throws -> ReportDocument {
    let classification = classification(try directory.graph())
    return try ReportDocument(
      directory, try directory.dataflow(),
      resources: try estimate(
        directory.manifest, accuracyPercent: classification.accuracyPercent),
      classification: classification,
      simulation: simulation(directory.manifest))
  }

  /// Measured in 4 frames, of which `mismatches` differ.
  static func simulation(_ manifest: Manifest, mismatches: Int = 0) -> SimulationSummary {
    SimulationSummary(
      name: "tiny", frames: 4, mismatches: mismatches, layersChecked: true, cyclesPerFrame: 15,
      latencyCycles: 50, predictedCyclesPerFrame: manifest.cyclesPerFrame,
      predictedLatencyCycles: manifest.latencyCycles)
  }
}
