import BNNIR
import Foundation
import HDLGen
import SimHarness
import TestSupport
import Testing

/// The network of `TinyCircuit` on an engine of one row and two lanes: three rows of three words.
@Suite("A shared engine in simulation")
struct EngineRunTests {
  /// - Parameter change: made to the reader of the weights.
  private func run(
    _ simulator: Simulator, frames: PixelBatch = TinyCircuit.frames, activity: Bool = false,
    change: ((String) -> String)? = nil
  ) async throws -> SimulationResult {
    try await withTemporaryDirectory { directory in
      let network = Array(TinyCircuit.network.utf8)
      let graph = try TypeChecker.check(NetworkReader.read(network, file: "tiny.json"))
      let engine = EngineRequest(pe: 1, simd: 2, axiBits: 32)
      let generator = Generator(
        library: try .standard(),
        options: .init(
          folding: FoldingRequest(every: Folding(pe: 1, simd: 1), engine: engine),
          clockHertz: 100_000_000, generator: "test"))
      try DesignWriter.write(generator.generate(graph, document: network).design, to: directory)
      if let change {
        let reader = directory.appending(path: "rtl/bnn_axi_reader.sv")
        let text = try String(contentsOf: reader, encoding: .utf8)
        try #require(change(text) != text)
        try Data(change(text).utf8).write(to: reader)
      }
      let request = SimulationRequest(
        directory: directory, manifest: try GeneratedDirectory(opening: directory).manifest,
        frames: frames, simulator: simulator, watchesActivity: activity)
      return try await SimulationRun.run(request, golden: GoldenModel(graph))
    }
  }

  @Test("a memory that failed, as the circuit says, ends it", arguments: Simulator.allCases)
  func memoryError(simulator: Simulator) async throws {
    #expect(try await run(simulator).mismatches == 0)
    let failure = try await #require(throws: SimulationFailure.self) {
      try await run(simulator) {
        $0.replacing("rvalid_i && rresp_i[1]", with: "rvalid_i && !rresp_i[1]")
      }
    }
    // The first address is there a cycle after reset, its answer a delay later.
    #expect(failure == .weightsError(cycle: 34))
    #expect(failure.isOfTheCircuit)
  }

  @Test("its toggles are those of the words that it multiplies", arguments: Simulator.allCases)
  func activity(simulator: Simulator) async throws {
    // Bits + + + − −, so words 11, 01, 00: four bits change on each row's way through them.
    let frame: [UInt8] = [200, 200, 200, 1, 1]
    let frames = PixelBatch(
      frames: 8, elementsPerFrame: 5, bytes: Array(repeating: frame, count: 8).flatMap(\.self))
    let result = try await run(simulator, frames: frames, activity: true)
    let unit = try #require(result.activity?.units.first { $0.unit == "fc_engine" })
    #expect(unit.bits == 2)
    #expect((8 * 3 * 4 - 2...8 * 3 * 4).contains(unit.toggles))
  }
}
