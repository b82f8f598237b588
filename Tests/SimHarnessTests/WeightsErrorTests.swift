import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

@Suite("External memory that fails")
struct WeightsErrorTests {
  @Test("ends a simulation in failure, though the results are right", arguments: Simulator.allCases)
  func failure(simulator: Simulator) async throws {
    try await withTemporaryDirectory { directory in
      let network = Array(TinyCircuit.network.utf8)
      let graph = try TypeChecker.check(NetworkReader.read(network, file: "tiny.json"))
      let engine = EngineRequest(pe: 1, simd: 2, axiBits: 32, popcountStages: 0)
      let generator = Generator(
        library: try .standard(),
        options: .init(
          folding: FoldingRequest(every: Folding(pe: 1, simd: 1), engine: engine),
          clockHertz: 100_000_000, generator: "test"))
      try DesignWriter.write(generator.generate(graph, document: network).design, to: directory)
      let generated = try GeneratedDirectory(opening: directory)
      let request = SimulationRequest(
        directory: directory, manifest: generated.manifest, frames: TinyCircuit.frames,
        simulator: simulator)
      #expect(try await SimulationRun.run(request, golden: GoldenModel(graph)).mismatches == 0)

      try Self.takeAnswersForErrors(in: directory)
      let failure = try await #require(throws: SimulationFailure.self) {
        try await SimulationRun.run(request, golden: GoldenModel(graph))
      }
      // The first address is there a cycle after reset, its answer a delay later.
      #expect(failure == .weightsError(cycle: 34))
      #expect(failure.isOfTheCircuit)
    }
  }

  private static func takeAnswersForErrors(in directory: URL) throws {
    let reader = directory.appending(path: "rtl/bnn_axi_reader.sv")
    let text = try String(contentsOf: reader, encoding: .utf8)
    let faulty = text.replacing("rvalid_i && rresp_i[1]", with: "rvalid_i && !rresp_i[1]")
    #expect(faulty != text)
    try Data(faulty.utf8).write(to: reader)
  }
}
