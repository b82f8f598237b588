import BNNIR
import Testing

@testable import HDLGen

@Suite("Lowering")
struct LoweringTests {
  @Test("a popcount threshold decides like the rule on the ±1 sum", arguments: 1...9)
  func popcountThresholds(synapses: Int) {
    let rules =
      [Threshold.Rule.always, .never, .atLeast(.min), .atLeast(.max)]
      + (-synapses - 3...synapses + 3).map { .atLeast($0) }
    for rule in rules {
      let threshold = Lowering.popcountThreshold(rule, synapses: synapses)
      #expect((0...synapses + 1).contains(threshold), "\(rule)")
      for popcount in 0...synapses {
        #expect(
          (popcount >= threshold) == rule.holds(for: 2 * popcount - synapses),
          "\(rule), popcount \(popcount)")
      }
    }
  }

  @Test("a folding larger than the matrix is cut to it, and said so")
  func clampedFolding() throws {
    let lowered = try Designs.lowered(Folding(pe: 16, simd: 32))
    #expect(lowered.notes.map(\.description).count == 2)
    #expect(
      lowered.notes[0].description.hasPrefix("a: pe 16, simd 32 does not fit its 5×12 weights"))
    let foldings = lowered.dataflow.instances.compactMap { instance -> Folding? in
      guard case .matrixVector(let unit) = instance.unit else { return nil }
      return Folding(pe: unit.pe, simd: unit.simd)
    }
    #expect(foldings == [Folding(pe: 5, simd: 12), Folding(pe: 3, simd: 5)])
  }

  @Test("an exception for a layer that is not there is refused with a hint")
  func unknownLayer() throws {
    let text = #"{"aa": {"pe": 2}}"#
    let exceptions = try FoldingFile(Array(text.utf8), file: "f.json").exceptions
    let error = #expect(throws: DiagnosticError.self) {
      try Designs.lowered(Folding(pe: 1, simd: 1), exceptions)
    }
    #expect(
      error?.description == """
        f.json:1:2: error[folding.unknown-layer] at $.aa: the network has no layer 'aa' with weights \
        to fold, but 'a' or 'b'
          hint: did you mean 'a'?
        """)
  }

  @Test("the input port is as narrow as the slowest matrix allows")
  func inputLanes() throws {
    // 12 pixels, and the slowest matrix takes ⌈5/1⌉·⌈12/12⌉ = 5 cycles: 3 lanes are needed.
    let lowered = try Designs.lowered(Folding(pe: 1, simd: 12))
    #expect(lowered.dataflow.streams[lowered.dataflow.input].type.lanes == 3)
  }
}

@Suite("Width converter insertion")
struct InsertWidthConvertersTests {
  @Test(
    "every unit gets the lanes that it wants",
    arguments: [1, 2, 3, 5], [1, 2, 4, 5, 12])
  func lanesAgree(pe: Int, simd: Int) throws {
    let lowered = try Designs.lowered(Folding(pe: pe, simd: simd))
    let graph = try DataflowPasses.run(on: lowered.dataflow)
    for instance in graph.instances {
      let wanted = instance.unit.model.inputs.map(\.lanes)
      #expect(instance.inputs.map { graph.streams[$0].type.lanes } == wanted)
    }
    #expect(Set(graph.streams.map(\.name)).count == graph.streams.count)
  }
}
