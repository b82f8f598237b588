import BNNIR
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
      exceptions: try FoldingRequest.exceptions(of: Array(exceptions.utf8), file: "f"))
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

  @Test("takes what is fast enough, and no more lanes than that", arguments: [1, 2, 5, 12, 20, 60])
  func targets(target: Int) throws {
    let found = try search(target)
    #expect(found.cycles <= target)
    // Half the lanes of either matrix would be too slow.
    #expect(60 / target <= found.a.pe * found.a.simd)
    #expect(found.a.pe * found.a.simd <= max(4, 4 * 60 / target))
    #expect(found.b.pe * found.b.simd <= max(4, 4 * 15 / target))
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
}
