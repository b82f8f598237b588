import TestSupport
import Testing

@testable import BNNIR

@Suite("Fuzzing")
struct FuzzTests {
  private static let rounds = Soak.rounds ?? 3000
  private static let workers = 6

  /// Every worker breaks documents of its own; a crash is the failure that this looks for.
  @Test(
    "a broken document is refused with its place, or it means something that passes keep",
    arguments: 0..<workers)
  func mutations(worker: Int) throws {
    var random = SplitMix64(seed: UInt64(worker))
    var accepted = 0
    for round in 0..<Self.rounds / Self.workers {
      var bytes = Array(RandomNetwork.document(using: &random).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let mutation = try #require(Mutation.allCases.randomElement(using: &random))
        bytes = mutation.apply(to: bytes, using: &random)
      }
      do {
        let network = try NetworkReader.read(bytes, file: "fuzz.json")
        let graph = try TypeChecker.check(network)
        accepted += 1
        expectSound(graph, "worker \(worker), round \(round)", using: &random)
      } catch {
        expectUseful(error, "worker \(worker), round \(round)")
      }
    }
    #expect(accepted > 0, "no mutation was harmless: the fuzzer reaches only the reader")
  }

  private func expectSound(_ graph: Graph, _ place: String, using random: inout SplitMix64) {
    guard graph.nodes.allSatisfy({ $0.type.shape.elements <= 4096 }) else { return }
    let frames = PixelBatch.random(2, for: graph.input, using: &random)
    let folded = NetworkPasses.run(on: graph)
    let expected = GoldenModel(graph).trace(frames)[graph.output]
    #expect(GoldenModel(folded).trace(frames)[folded.output] == expected, "\(place)")
  }

  private func expectUseful(_ error: DiagnosticError, _ place: String) {
    for diagnostic in error.diagnostics {
      #expect(diagnostic.location != nil, "\(place)")
      let isPrintable = diagnostic.description.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control
      }
      #expect(isPrintable && diagnostic.description.utf8.count < 1500, "\(place): \(diagnostic)")
    }
  }
}
