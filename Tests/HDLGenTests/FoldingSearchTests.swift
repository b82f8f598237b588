import BNNIR
import Foundation
import TestSupport
import Testing

@testable import HDLGen

@Suite("Folding search")
struct FoldingSearchTests {
  /// The tiny network: 5 × 12 and 3 × 5 weights.
  private func search(
    _ target: Int, exceptions: String = "{}"
  ) throws -> (a: Folding, b: Folding, cycles: Int) {
    let graph = NetworkPasses.run(on: try Designs.graph())
    let asked = FoldingRequest(
      every: Folding(pe: 1, simd: 1),
      exceptions: try FoldingFile(Array(exceptions.utf8), file: "f").exceptions)
    let request = try FoldingSearch(
      graph, asked: asked, goal: FoldingGoal(cyclesPerFrame: target)
    ).run()
    let lowered = try Lowering.lower(graph, folding: request)
    let dataflow = try DataflowPasses.run(on: lowered.dataflow)
    return (
      request.folding(of: "a"), request.folding(of: "b"),
      FrameTiming(of: dataflow).cyclesPerFrame
    )
  }

  @Test("takes what is fast enough", arguments: [1, 2, 5, 12, 20, 60])
  func targets(target: Int) throws {
    let found = try search(target)
    #expect(found.cycles <= target)
    #expect(60 / target <= found.a.pe * found.a.simd)
  }

  @Test(
    "takes hardly more lanes than the products need, and says what is cheaper and what is faster",
    arguments: [64, 500])
  func balance(target: Int) throws {
    // Matrices of 256 × 64, 128 × 256 and 10 × 128.
    let file = Repository.root.appending(path: "examples/digits/net.json")
    let document = Array(try Data(contentsOf: file))
    let graph = NetworkPasses.run(
      on: try TypeChecker.check(NetworkReader.read(document, file: "digits")))
    let search = try FoldingSearch(
      graph, asked: FoldingRequest(every: Folding(pe: 1, simd: 1)),
      goal: FoldingGoal(cyclesPerFrame: target))
    let request = try search.run()
    let dataflow = try DataflowPasses.run(
      on: try Lowering.lower(graph, folding: request).dataflow)
    let explanation = try FoldingExplanation(search, request, dataflow)
    let interval = explanation.cyclesPerFrame
    #expect(interval <= target)
    let least = [256 * 64, 128 * 256, 10 * 128].map { ($0 + interval - 1) / interval }
    #expect(explanation.leastLanes == least.reduce(0, +))
    #expect(explanation.lanes >= explanation.leastLanes)
    #expect(explanation.lanes <= explanation.leastLanes * 5 / 4)
    for layer in explanation.layers {
      #expect(layer.leastCycles == 1)
      let faster = try #require(layer.nextFaster)
      #expect(faster.cyclesPerFrame < layer.choice.cyclesPerFrame)
      if let cheaper = layer.nextCheaper {
        #expect(layer.reason == .inTime && cheaper.cyclesPerFrame > layer.choice.cyclesPerFrame)
      } else {
        #expect(layer.reason == .cheapest)
      }
    }
  }

  @Test("leaves a layer as it was asked for, and works around it")
  func exceptions() throws {
    let found = try search(30, exceptions: #"{"a": {"pe": 5, "simd": 3}}"#)
    #expect(found.a.pe == 5 && found.a.simd == 3)
    #expect(found.cycles <= 30)
  }

  @Test("says what is too slow")
  func unreachable() throws {
    let error = #expect(throws: DiagnosticError.self) {
      try search(3, exceptions: #"{"a": {"pe": 1, "simd": 1}}"#)
    }
    #expect(
      error?.description == """
        error[folding.target]: --target-fps: no folding takes at most 3 cycles per frame: 'a' \
        needs 60 with the lanes that it was given
          hint: take a higher --clock or a lower target
        """)
  }

  @Test("takes other foldings where limits leave no room for the weights of the cheapest")
  func limits() throws {
    // Only weights that never change take no memory at all.
    let graph = NetworkPasses.run(on: try Designs.graph())
    let search = try FoldingSearch(
      graph, asked: FoldingRequest(every: Folding(pe: 1, simd: 1)),
      goal: FoldingGoal(cyclesPerFrame: 60), limits: WeightLimits(blocks: 0, luts: 0))
    let request = try search.run()
    let folding = ["a", "b"].map { request.folding(of: $0) }
    #expect(folding.map(\.pe) == [5, 3] && folding.map(\.simd) == [12, 5])
  }

  @Test("keeps weights where they were asked to be, and counts what they take there")
  func storage() throws {
    let graph = NetworkPasses.run(on: try Designs.graph())
    let exceptions = try FoldingFile(Array(#"{"a": {"weights": "block"}}"#.utf8), file: "f")
      .exceptions
    let search = try FoldingSearch(
      graph, asked: FoldingRequest(every: Folding(pe: 1, simd: 1), exceptions: exceptions),
      goal: FoldingGoal(cyclesPerFrame: 20))
    let found = try search.cheapest(cyclesPerFrame: 20)
    #expect(found.request.folding(of: "a").storage == .block)
    #expect(found.found.trial.weights.halfBlocks >= 1)
  }

  @Test(
    "keeps to a latency, at little more than the least cost of all foldings",
    arguments: [18, 25, 40, 90])
  func latency(target: Int) throws {
    let graph = NetworkPasses.run(on: try Designs.graph())
    let search = try FoldingSearch(
      graph, asked: FoldingRequest(every: Folding(pe: 1, simd: 1)),
      goal: FoldingGoal(latencyCycles: target))
    let request = try search.run()
    let dataflow = try search.dataflow(request)
    #expect(FrameTiming(of: dataflow).latencyCycles <= target)
    var least = Double.infinity
    for a in Self.foldings(rows: 5, columns: 12) {
      for b in Self.foldings(rows: 3, columns: 5) {
        let cost = search.bounds.rate.cost(of: try search.evaluation.trial([a, b]).area)
        if cost >= least { continue }
        let other = try search.dataflow(search.evaluation.request([a, b]))
        if FrameTiming.firstLatency(of: other) <= target { least = cost }
      }
    }
    let cost = search.bounds.rate.cost(of: search.evaluation.model.area(of: dataflow))
    #expect(cost >= least && cost <= 1.2 * least)
  }

  private static func foldings(rows: Int, columns: Int) -> [Folding] {
    (1...rows).flatMap { pe in
      (1...columns).map { Folding(pe: pe, simd: $0, storage: .lut) }
    }
  }
}
