import BNNIR
import TestSupport
import Testing

@testable import HDLGen

@Suite("FIFO sizes")
struct SizeFIFOsTests {
  /// The dataflow of a document as it is before FIFOs; nil if hardware refuses it by name.
  private func dataflow(
    _ document: String, pe: Int = 1, simd: Int = 1, foldings: String = "{}"
  ) throws -> DataflowGraph? {
    let graph = try TypeChecker.check(
      try NetworkReader.read(Array(document.utf8), file: "net.json"))
    let request = FoldingRequest(
      every: Folding(pe: pe, simd: simd),
      exceptions: try FoldingFile(Array(foldings.utf8), file: "foldings").exceptions)
    guard
      let lowered = try? Lowering.lower(NetworkPasses.run(on: graph), folding: request).dataflow
    else { return nil }
    return InsertWidthConverters.run(InsertForks.run(lowered))
  }

  /// A 3 × 3 convolution of a map of 6 × 6 bits, 324 cycles, and a way around it.
  private static let shortcut = """
    {"format": "bnn-hw-network", "version": 1, "name": "shortcut",
     "input": {"shape": [6, 6, 1], "type": "bit"},
     "layers": [
       {"name": "c", "kind": "binary_conv", "filters": 1, "kernel": 3, "padding": 1,
        "padding_value": "-1", "weights": ["5501"]},
       {"name": "sum", "kind": "add", "inputs": ["c", "input"]},
       {"name": "s", "kind": "sign"}
     ]}
    """

  @Test("a way around a window comes to a halt without a FIFO")
  func halt() throws {
    let graph = try #require(try dataflow(Self.shortcut))
    #expect(FrameTiming(ofPossiblyStopping: graph) == nil)
    // The first sum waits for the first window: 8 pixels of the map, of which the fork holds two.
    let memory = SizeFIFOs.run(graph, for: .memory)
    #expect(memory.fifos.map(\.depthInBeats).reduce(0, +) <= 8)
    #expect(FrameTiming(ofPossiblyStopping: memory) != nil)
    let throughput = SizeFIFOs.run(graph, for: .throughput)
    #expect(FrameTiming(of: throughput).cyclesPerFrame == 6 * 6 * 9)
  }

  @Test("the explanation weighs one policy against the other")
  func figures() throws {
    let document = Array(Self.shortcut.utf8)
    let graph = try TypeChecker.check(NetworkReader.read(document, file: "net.json"))
    let generator = Generator(
      library: try .standard(),
      options: .init(
        folding: FoldingRequest(every: Folding(pe: 1, simd: 1)), clockHertz: 100_000_000,
        generator: "test", explains: true))
    let output = try generator.generate(graph, document: document)
    let other = try #require(output.otherFIFOs)
    #expect(other.purpose == .memory)
    #expect(other.cyclesPerFrame >= output.design.manifest.cyclesPerFrame)
    let depths = output.design.manifest.units.filter { $0.kind == "fifo" }
      .compactMap { $0.integer("Depth") }
    #expect((1...depths.reduce(0, +)).contains(other.beats))
  }

  @Test("a chain that is as fast as its slowest unit gets none")
  func chain() throws {
    let graph = try #require(
      try dataflow(
        """
        {"format": "bnn-hw-network", "version": 1, "name": "chain",
         "input": {"shape": [16], "type": "bit"},
         "layers": [
           {"name": "a", "kind": "binary_dense", "units": 2, "weights": ["a5a5", "00ff"]},
           {"name": "s", "kind": "sign"},
           {"name": "b", "kind": "binary_dense", "units": 2, "weights": ["01", "02"]}
         ]}
        """))
    #expect(SizeFIFOs.run(graph, for: .throughput) == graph)
    #expect(SizeFIFOs.run(graph, for: .memory) == graph)
  }

  @Test("each FIFO is filled to the brim, and a word less costs speed", arguments: 0..<40)
  func minimal(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = RandomGraphNetwork.document(using: &random)
    guard let graph = try dataflow(document, pe: 2, simd: 2) else { return }
    let sized = SizeFIFOs.run(graph, for: .throughput)
    let slowest = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 0
    var simulation = DataflowSimulation(sized)
    simulation.runToSteadyState()
    let interval = try #require(simulation.interval)
    for (index, instance) in sized.instances.enumerated() {
      guard case .fifo(let fifo) = instance.unit else { continue }
      #expect(simulation.highestFills[index] == fifo.depthInBeats, "\(instance.name)")
      // Where units keep each other waiting in any case, a hundredth is given away.
      if interval > slowest || fifo.depthInBeats == 1 { continue }
      var smaller = sized
      smaller.instances[index].unit = .fifo(fifo.with(depthInBeats: fifo.depthInBeats - 1))
      let other = FrameTiming(ofPossiblyStopping: smaller)?.cyclesPerFrame ?? .max
      #expect(other > interval, "\(instance.name) of \(fifo.depthInBeats)")
    }
  }

  /// Four windows on one way, which a frame passes in the time of another; a FIFO that was made
  /// smaller while they are filled keeps going with fewer words than it takes to start.
  @Test(
    "a FIFO is no smaller than it takes from reset", arguments: [FIFOPolicy.memory, .throughput])
  func fromReset(policy: FIFOPolicy) throws {
    let document = """
      {"format": "bnn-hw-network", "version": 1, "name": "deep",
       "input": {"shape": [2, 4, 3], "type": "uint8",
                 "encoding": {"kind": "thermometer", "at": [85, 111, 219]}},
       "layers": [
         {"name": "short", "kind": "integer_conv", "filters": 9, "kernel": 1, "groups": 9,
          "weights": [[1], [1], [1], [1], [1], [1], [1], [1], [1]]},
         {"name": "a", "kind": "binary_conv", "inputs": ["input"], "filters": 1, "kernel": [2, 3],
          "padding": [1, 0, 1, 1], "padding_value": "+1", "weights": ["00000000000000"]},
         {"name": "s", "kind": "sign"},
         {"name": "b", "kind": "binary_conv", "filters": 1, "kernel": 2,
          "padding": [0, 1, 1, 0], "padding_value": "odd_even", "weights": ["00"]},
         {"name": "c", "kind": "binary_conv", "filters": 1, "kernel": [3, 1],
          "padding": [1, 1, 0, 0], "padding_value": "0", "weights": ["00"]},
         {"name": "d", "kind": "binary_conv", "filters": 9, "kernel": [2, 1],
          "padding": [1, 0, 0, 0], "padding_value": "0",
          "weights": ["00", "00", "00", "00", "00", "00", "00", "00", "00"]},
         {"name": "sum", "kind": "add", "inputs": ["short", "d"]}
       ]}
      """
    let foldings = #"{"short": {"pe": 9}, "a": {"simd": 9}, "d": {"bit_serial": true}}"#
    let graph = try #require(try dataflow(document, foldings: foldings))
    let sized = SizeFIFOs.run(graph, for: policy)
    #expect(FrameTiming(ofPossiblyStopping: sized) != nil)
    var smaller = sized
    for (index, instance) in sized.instances.enumerated() {
      guard case .fifo(let fifo) = instance.unit else { continue }
      smaller.instances[index].unit = .fifo(fifo.with(depthInBeats: fifo.depthInBeats - 1))
    }
    #expect(sized.fifos.count == 1)
    #expect(FrameTiming(ofPossiblyStopping: smaller) == nil)
  }

  @Test("the memory policy keeps a random network going with no more words", arguments: 0..<40)
  func memory(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let document = RandomGraphNetwork.document(using: &random)
    guard let graph = try dataflow(document, pe: 2, simd: 2) else { return }
    let memory = SizeFIFOs.run(graph, for: .memory)
    #expect(FrameTiming(ofPossiblyStopping: memory) != nil)
    let throughput = SizeFIFOs.run(graph, for: .throughput)
    let words = { (graph: DataflowGraph) in graph.fifos.map(\.depthInBeats).reduce(0, +) }
    #expect(words(memory) <= words(throughput))
  }
}

extension DataflowGraph {
  fileprivate var fifos: [FIFOUnit] {
    instances.compactMap { if case .fifo(let unit) = $0.unit { unit } else { nil } }
  }
}
