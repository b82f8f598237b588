import BNNIR
import Testing

@testable import HDLGen

@Suite("Dataflow trace")
struct DataflowTraceTests {
  /// a: 5 rows · 12 / 4 words = 15 cycles; b: 3 rows · ⌈5 / 4⌉ words = 6 cycles.
  private static func trace() throws -> (DataflowGraph, DataflowTrace) {
    let lowered = try Designs.lowered(Folding(pe: 1, simd: 4)).dataflow
    let graph = try DataflowPasses.run(on: lowered)
    return (graph, DataflowTrace(of: graph))
  }

  private static func stream(_ name: String, in trace: DataflowTrace) throws -> [[Int]] {
    try #require(trace.streams.first { $0.producer == name }).transfers
  }

  @Test("a matrix gives one row every word count, and the next frame follows after its interval")
  func matrix() throws {
    let (_, trace) = try Self.trace()
    let frames = try Self.stream("a_mvu", in: trace)
    let start = try #require(frames[0].first)
    #expect(frames[0] == [0, 3, 6, 9, 12].map { start + $0 })
    #expect(frames[1] == frames[0].map { $0 + 15 })
  }

  @Test("a frame's beats are those of its stream, and its last one ends the latency")
  func beats() throws {
    let (graph, trace) = try Self.trace()
    for (stream, traced) in zip(graph.streams, trace.streams) {
      #expect(
        traced.transfers.map(\.count) == [stream.type.beatsPerFrame, stream.type.beatsPerFrame])
    }
    let last = try #require(trace.streams[graph.output].transfers[0].last)
    #expect(last + 1 == FrameTiming(of: graph).latencyCycles)
    #expect(trace.streams[graph.input].transfers[0].first == 0)
  }

  @Test("in the steady state every stream moves a frame's beats in each interval")
  func steadyState() throws {
    let (graph, trace) = try Self.trace()
    #expect(trace.steadyCycles == 15)
    for (stream, traced) in zip(graph.streams, trace.streams) {
      #expect(traced.movingCycles == stream.type.beatsPerFrame)
      #expect(traced.movingCycles + traced.waitingCycles <= 15)
    }
  }

  @Test(
    "of a large map, too, though it takes many frames to fill what lies before the slowest unit")
  func longTransient() throws {
    let pixels = 24
    let filters = (0..<4).map { _ in "\"ff01\"" }.joined(separator: ", ")
    let rows = (0..<8).map { _ in
      "\"\(String(repeating: "a5", count: (pixels - 2) * (pixels - 2) * 4 / 8))\""
    }.joined(separator: ", ")
    let document = """
      {"format": "bnn-hw-network", "version": 1, "name": "map",
       "input": {"shape": [\(pixels), \(pixels), 1], "type": "bit"},
       "layers": [
         {"name": "c", "kind": "binary_conv", "filters": 4, "kernel": 3, "weights": [\(filters)]},
         {"name": "s", "kind": "sign"},
         {"name": "d", "kind": "binary_dense", "units": 8, "weights": [\(rows)]}
       ]}
      """
    let graph = try Designs.dataflow(of: document, every: Folding(pe: 4, simd: 1))
    let trace = DataflowTrace(of: graph)
    // d: 2 · 22 · 22 · 4 cycles, slower than c with 22 · 22 · 9.
    #expect(trace.steadyCycles == 2 * 22 * 22 * 4 || trace.steadyCycles == 22 * 22 * 9)
    for (stream, traced) in zip(graph.streams, trace.streams) {
      #expect(traced.movingCycles == stream.type.beatsPerFrame)
    }
    let ring = try #require(trace.buffers.first)
    // A 3×3 window spans two rows and three pixels.
    #expect(trace.buffers.count == 1 && ring.windowInWords == 2 * pixels + 3)
    #expect(ring.firstPeakInWords >= ring.windowInWords && ring.peakInWords <= ring.depthInWords)
    #expect(ring.firstPeakInWords <= ring.peakInWords)
  }

  @Test("runs join what is close and count their beats")
  func runs() throws {
    let (_, trace) = try Self.trace()
    var stream = try #require(trace.streams.first)
    let run = { DataflowTrace.Run(firstCycle: $0, lastCycle: $1, beats: $2) }
    stream.frames = [[run(0, 2, 3), run(5, 6, 2), run(20, 20, 1)], []]
    #expect(
      stream.runs(frame: 0, joiningGapsUpTo: 0) == [run(0, 2, 3), run(5, 6, 2), run(20, 20, 1)])
    #expect(stream.runs(frame: 0, joiningGapsUpTo: 2) == [run(0, 6, 5), run(20, 20, 1)])
    #expect(stream.runs(frame: 0, joiningGapsUpTo: 13) == [run(0, 20, 6)])
    #expect(stream.runs(frame: 1, joiningGapsUpTo: 0).isEmpty)
  }
}

extension Designs {
  /// The dataflow of another document, through all passes.
  fileprivate static func dataflow(of document: String, every: Folding) throws -> DataflowGraph {
    let graph = try TypeChecker.check(NetworkReader.read(Array(document.utf8), file: "net.json"))
    let lowered = try Lowering.lower(
      NetworkPasses.run(on: graph), folding: FoldingRequest(every: every))
    return try DataflowPasses.run(on: lowered.dataflow)
  }
}

extension DataflowTrace.Stream {
  /// The cycles of each frame's beats, where no run has gaps.
  fileprivate var transfers: [[Int]] {
    frames.map { $0.flatMap { Array($0.firstCycle...$0.lastCycle) } }
  }
}
