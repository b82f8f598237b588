import BNNIR
import TestSupport
import Testing

@testable import HDLGen

/// What there is in the graphs and foldings that are compared with RTL.
@Suite("Random graphs")
struct RandomGraphTests {
  private static let graphs = Result {
    try RandomGraphNetwork.seeds.map { seed in
      var random = SplitMix64(seed: UInt64(seed))
      let document = Array(RandomGraphNetwork.document(using: &random).utf8)
      let graph = try TypeChecker.check(NetworkReader.read(document, file: "seed \(seed)"))
      return (graph, RandomFoldings.document(for: graph, using: &random))
    }
  }

  /// Of those that hardware does not refuse, with FIFOs as deep as they come.
  private static let dataflows = Result {
    try graphs.get().compactMap { graph, foldings in
      let request = FoldingRequest(
        every: Folding(pe: 1, simd: 1),
        exceptions: try FoldingFile(Array(foldings.utf8), file: "foldings").exceptions)
      let lowered = try? Lowering.lower(NetworkPasses.run(on: graph), folding: request)
      return try lowered.map {
        try DataflowPasses.runForTiming(on: $0.dataflow, limits: .none, effort: 0)
      }
    }
  }

  @Test("have every kind of layer", arguments: LayerKind.allCases)
  func layers(kind: LayerKind) throws {
    let count = try Self.graphs.get().count { graph, _ in
      graph.nodes.contains { $0.layer.kindName == kind.rawValue }
    }
    #expect(count >= 20)
  }

  /// The shared engine is there on request only: `RandomEngineTests`.
  @Test("have every unit", arguments: Repository.units.filter { $0 != "EngineUnit.swift" })
  func units(file: String) throws {
    let source = try Repository.text("Sources/HDLGen/Units/\(file)")
    let kind = try #require(source.firstMatch(of: /let kind = "(\w+)"/)).output.1
    let count = try Self.dataflows.get().count { dataflow in
      dataflow.instances.contains { $0.unit.model.kind == kind }
    }
    #expect(count >= 5)
  }

  @Test("are hardly ever refused")
  func refusals() throws {
    let built = try Self.dataflows.get().count
    #expect(built * 50 >= RandomGraphNetwork.seeds.count * 49)
  }

  @Test("have values with several readers, and joins that read one value twice")
  func joins() throws {
    let graphs = try Self.graphs.get().map(\.0)
    #expect(graphs.count { graph in graph.nodes.contains { Set($0.inputs).count == 2 } } >= 100)
    #expect(
      graphs.count { graph in graph.nodes.contains { $0.inputs.count > Set($0.inputs).count } }
        >= 20)
  }

  @Test("have several pixels at once at borders of exact zeros, before thresholds and scores")
  func borders() throws {
    let matrices = try Self.dataflows.get().flatMap(\.instances).compactMap {
      if case .matrixVector(let unit) = $0.unit { unit } else { nil }
    }
    let bordered = matrices.filter { $0.pixels > 1 && $0.classes.count > 1 }
    #expect(bordered.count { $0.weights.bits == 1 && !$0.isScore } >= 2)
    #expect(bordered.count { $0.weights.bits == 1 && $0.isScore } >= 2)
    #expect(bordered.count { $0.weights.bits > 1 } >= 1)
  }
}
