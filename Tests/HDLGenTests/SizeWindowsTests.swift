import BNNIR
import Testing

@testable import HDLGen

@Suite("Window sizes")
struct SizeWindowsTests {
  /// A 3 × 3 convolution of a map of 10 × 40 pixels, which takes 8 · 38 · 9 = 2 736 cycles, and
  /// scores that take 304 cycles for each of their classes.
  private func lowered(classes: Int) throws -> DataflowGraph {
    let scores = Array(repeating: "\"\(String(repeating: "a5", count: 38))\"", count: classes)
    let text = """
      {"format": "bnn-hw-network", "version": 1, "name": "wide",
       "input": {"shape": [10, 40, 1], "type": "uint8", "encoding": {"kind": "threshold", "at": 128}},
       "layers": [
         {"name": "a", "kind": "binary_conv", "filters": 1, "kernel": 3, "weights": ["5501"]},
         {"name": "s", "kind": "sign"},
         {"name": "b", "kind": "binary_dense", "units": \(classes),
          "weights": [\(scores.joined(separator: ", "))]}
       ]}
      """
    let graph = try TypeChecker.check(try NetworkReader.read(Array(text.utf8), file: "wide.json"))
    let folded = NetworkPasses.run(on: graph)
    let request = FoldingRequest(every: Folding(pe: 1, simd: 1))
    return InsertWidthConverters.run(try Lowering.lower(folded, folding: request).dataflow)
  }

  private func window(of graph: DataflowGraph) throws -> SlidingWindowUnit {
    let windows = graph.instances.compactMap { instance -> SlidingWindowUnit? in
      if case .slidingWindow(let unit) = instance.unit { unit } else { nil }
    }
    return try #require(windows.first)
  }

  /// 2 · 40 + 3 pixels are under a window, of the next row's first one 3 more.
  @Test("a window that waits for a slower unit gets a ring of little more than its span")
  func slack() throws {
    let graph = try lowered(classes: 10)
    let sized = SizeWindows.run(graph)
    #expect(FrameTiming(of: graph).cyclesPerFrame == 3040)
    #expect(FrameTiming(of: sized) == FrameTiming(of: graph))
    // Two memories of 64 words.
    #expect(try window(of: sized).depthInWords == 128)
  }

  @Test("the slowest window has room for the next frame's first one")
  func bottleneck() throws {
    let graph = try lowered(classes: 3)
    let sized = SizeWindows.run(graph)
    #expect(FrameTiming(of: graph).cyclesPerFrame == 2736)
    #expect(FrameTiming(of: sized) == FrameTiming(of: graph))
    #expect(try window(of: sized).depthInWords >= 2 * (2 * 40 + 3))
  }
}
