import BNNIR
import TestSupport
import Testing

@testable import HDLGen

/// Searches against the enumeration of all foldings.
@Suite("Folding search against brute force")
struct FoldingDescentTests {
  @Test(
    "finds what no other folding of two layers undercuts", arguments: [1, 2, 3, 5, 9, 12, 20, 60])
  func dense(target: Int) throws {
    try compare(NetworkPasses.run(on: try Designs.graph()), target: target)
  }

  @Test("likewise for convolutions", arguments: [4, 9, 20, 50, 120])
  func convolutional(target: Int) throws {
    let document = """
      {"format": "bnn-hw-network", "version": 1, "name": "tiny",
       "input": {"shape": [4, 4, 2], "type": "bit"},
       "layers": [
         {"name": "a", "kind": "binary_conv", "filters": 4, "kernel": 3,
          "weights": ["ff0f02", "000001", "550500", "3c0303"]},
         {"name": "s", "kind": "sign"},
         {"name": "b", "kind": "binary_dense", "units": 3, "weights": ["1f02", "0a00", "1103"]}
       ]}
      """
    let graph = try TypeChecker.check(NetworkReader.read(Array(document.utf8), file: "tiny.json"))
    try compare(NetworkPasses.run(on: graph), target: target)
  }

  /// Every number of lanes, not only those that a search looks at.
  private func compare(_ graph: Graph, target: Int) throws {
    let asked = FoldingRequest(every: Folding(pe: 1, simd: 1))
    let search = try FoldingSearch(
      graph, asked: asked, goal: FoldingGoal(cyclesPerFrame: target))
    let evaluation = search.evaluation
    var least = Double.infinity
    for foldings in Self.combinations(evaluation.matrices.map(Self.foldings)) {
      let trial = try evaluation.trial(foldings)
      let cost = search.bounds.rate.cost(of: trial.area)
      if cost >= least || trial.slowest.cycles > target { continue }
      let dataflow = try search.dataflow(evaluation.request(foldings))
      if FrameTiming(of: dataflow).cyclesPerFrame <= target { least = cost }
    }
    guard least.isFinite else {
      #expect(throws: DiagnosticError.self) { try search.run() }
      return
    }
    let found = try search.cheapest(cyclesPerFrame: target)
    #expect(found.found.rank.excess == 0)
    #expect(found.found.rank.cost == least)
    #expect(FrameTiming(of: try search.dataflow(found.request)).cyclesPerFrame <= target)
  }

  private static func foldings(_ matrix: MatrixShape) -> [Folding] {
    (1...matrix.rows).flatMap { pe in
      (1...matrix.columns / matrix.taps).flatMap { simd in
        matrix.pixelCounts(pe: pe).flatMap { pixels in
          WeightStorage.allCases.map {
            Folding(pe: pe, simd: simd, pixels: pixels, storage: $0)
          }
        }
      }
    }
  }

  private static func combinations(_ lists: [[Folding]]) -> [[Folding]] {
    lists.reduce([[]]) { heads, list in heads.flatMap { head in list.map { head + [$0] } } }
  }
}
