import BNNIR
import Estimator
import Foundation
import HDLGen
import SimHarness

/// What running a job showed.
struct PointResult: Codable, Equatable {
  /// Of the job's files, so that the result of another job is not taken for its own.
  let checksum: String
  let frames: Int
  let mismatches: Int
  let cyclesPerFrame: Int
  let latencyCycles: Int
  let device: String
  /// What mapped the design.
  let tool: String
  let resources: Resources

  static let file = "result.json"

  /// Whether the circuit did what was predicted.
  func confirms(_ job: PointJob) -> Bool {
    mismatches == 0 && cyclesPerFrame == job.predicted.cyclesPerFrame
      && latencyCycles == job.predicted.latencyCycles
  }

  /// The result of a job that is done; nil if it is not, or if its files changed since.
  static func finished(in directory: URL) -> PointResult? {
    guard let data = try? Data(contentsOf: directory.appending(path: file)),
      let result = try? JSONDecoder().decode(PointResult.self, from: data),
      result.checksum == (try? checksum(in: directory))
    else { return nil }
    return result
  }

  /// Generates, simulates and maps the design of a job, and writes the result.
  static func run(
    _ job: PointJob, in directory: URL, progress: @escaping @Sendable (String) -> Void
  ) async throws -> PointResult {
    let core = directory.appending(path: PointJob.coreDirectory)
    let graph = try generate(job, in: directory, to: core)
    let manifest = try GeneratedDirectory(opening: core).manifest
    var random = SplitMix64(seed: 1)
    progress("simulating \(job.frames) frames")
    let simulation = try await SimulationRun.run(
      SimulationRequest(
        directory: core, manifest: manifest,
        frames: .random(job.frames, for: graph.input, using: &random)),
      golden: GoldenModel(graph))
    let device = try Device.choose(name: job.device, family: nil)
    let estimate = try await Estimator().estimate(core, manifest, on: device) {
      progress("mapping with yosys: \($0.done) of \($0.total) units")
    }
    let result = PointResult(
      checksum: try checksum(in: directory), frames: simulation.frames,
      mismatches: simulation.mismatches, cyclesPerFrame: simulation.cyclesPerFrame ?? 0,
      latencyCycles: simulation.latencyCycles, device: device.name, tool: estimate.tool,
      resources: estimate.total)
    try OutputFile.write(OutputFile.json(result), to: directory.appending(path: file))
    return result
  }

  private static func generate(
    _ job: PointJob, in directory: URL, to core: URL
  ) throws -> Graph {
    let path = { (name: String) in directory.appending(path: name).path(percentEncoded: false) }
    let document = try InputFile.bytes(of: path(PointJob.networkFile))
    let graph = try TypeChecker.check(
      try NetworkReader.read(document, file: path(PointJob.networkFile)))
    let folding = path(PointJob.foldingFile)
    let request = FoldingRequest(
      every: Folding(pe: 1, simd: 1),
      exceptions: try FoldingFile(try InputFile.bytes(of: folding), file: folding).exceptions)
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: request, clockHertz: job.clockHertz,
        generator: "bnn-hw \(BNNHardware.version)"))
    try DesignWriter.write(try generator.generate(graph, document: document).design, to: core)
    return graph
  }

  private static func checksum(in directory: URL) throws(DiagnosticError) -> String {
    var bytes: [UInt8] = []
    for name in [PointJob.networkFile, PointJob.foldingFile, PointJob.file] {
      bytes += try InputFile.bytes(of: directory.appending(path: name).path(percentEncoded: false))
    }
    return Checksum.hex(of: bytes)
  }
}
