import BNNIR
import TestSupport
import Testing

@testable import HDLGen

@Suite("Design space")
struct DesignSpaceTests {
  private static let asked = FoldingRequest(every: Folding(pe: 1, simd: 1, popcountStages: 1))

  @Test("no point of the front is beaten or equalled by another", arguments: 0..<12)
  func front(seed: Int) throws {
    let points = try Self.points(seed).front
    for (index, point) in points.enumerated() {
      for (other, rival) in points.enumerated() where other != index {
        let isWorseSomewhere =
          rival.cyclesPerFrame > point.cyclesPerFrame || rival.area.luts > point.area.luts
          || rival.area.blocks > point.area.blocks
        #expect(isWorseSomewhere)
      }
    }
    #expect(points.map(\.cyclesPerFrame) == points.map(\.cyclesPerFrame).sorted(by: >))
  }

  @Test("whatever is not on the front is beaten or equalled by a point of it", arguments: 0..<12)
  func behind(seed: Int) throws {
    let points = try Self.points(seed)
    let front = points.front
    for point in points where !front.contains(point) {
      #expect(
        front.contains {
          $0.cyclesPerFrame <= point.cyclesPerFrame && $0.area.luts <= point.area.luts
            && $0.area.blocks <= point.area.blocks
        })
    }
  }

  @Test("the folding file of a point gives its figures again", arguments: 0..<12)
  func foldingFile(seed: Int) throws {
    let graph = NetworkPasses.run(on: try Self.graph(seed))
    for point in try Self.points(seed).front {
      let request = FoldingRequest(
        every: Folding(pe: 1, simd: 1),
        exceptions: try FoldingFile(Array(point.foldings.fileText.utf8), file: "folding.json")
          .exceptions)
      let lowered = try Lowering.lower(graph, folding: request)
      #expect(lowered.notes.isEmpty)
      let dataflow = try DataflowPasses.run(on: lowered.dataflow)
      let timing = FrameTiming(of: dataflow)
      #expect(timing.cyclesPerFrame == point.cyclesPerFrame)
      #expect(timing.latencyCycles == point.latencyCycles)
      #expect(AreaModel(family: .xc7).area(of: dataflow) == point.area)
    }
  }

  @Test("looks only at the speeds that were asked for, and always at both ends")
  func range() throws {
    let graph = try Designs.graph()
    let all = try DesignSpace(of: graph, asked: Self.asked, steps: 4)
    // The larger matrix has 5 × 12 weights, and all of them fit a cycle.
    #expect(all.budgets.first == 60 && all.budgets.last == 1 && all.budgets.count == 4)
    let some = try DesignSpace(of: graph, asked: Self.asked, steps: 100, cycles: 4...7)
    #expect(!some.budgets.isEmpty && some.budgets.allSatisfy((4...7).contains))
  }

  /// Half of the networks are convolutional.
  private static func graph(_ seed: Int) throws -> Graph {
    var random = SplitMix64(seed: UInt64(4000 + seed))
    let text =
      seed.isMultiple(of: 2)
      ? RandomNetwork.document(using: &random) : RandomConvNetwork.document(using: &random)
    return try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "seed \(seed)"))
  }

  private static func points(_ seed: Int) throws -> [DesignPoint] {
    let space = try DesignSpace(of: try graph(seed), asked: asked, steps: 5)
    return try space.budgets.flatMap { try space.designs(within: $0) }
  }
}
