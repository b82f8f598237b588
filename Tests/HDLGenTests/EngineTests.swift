import BNNIR
import Testing

@testable import HDLGen

@Suite("The shared engine")
struct EngineTests {
  private static func unit(
    _ request: EngineRequest = EngineRequest(pe: 2, simd: 4, axiBits: 32)
  ) throws -> EngineUnit {
    let graph = NetworkPasses.run(on: try Designs.graph())
    let engine = Lowering.Engine(
      graph, FoldingRequest(every: Folding(pe: 1, simd: 1), engine: request))
    return try #require(engine).unit
  }

  /// Start values of 5 bits take two words of 8: {−6, −6} of a sign over 12, {−13 for the missing
  /// row, −6}; for scores over 5 {−3, −3} and {−6, −3}. Words of weights are {row 1, row 0} of four
  /// lanes.
  @Test("weights lie in memory fold by fold, start values first, padding all ones")
  func image() throws {
    let image = try Self.unit().weightImage
    let beats = [
      "5a 03 0f 0f 0f", "5a 03 c5 35 35", "7a 02 f3 fc fc", "bd 03 af ef", "5d 03 f1 ff",
    ].joined(separator: " ").split(separator: " ")
    #expect(
      String(decoding: image.text, as: UTF8.self)
        == beats.map { "000000\($0)\n" }.joined())
    #expect(EngineImage.bytes(of: image).prefix(8) == [0x5A, 0, 0, 0, 0x03, 0, 0, 0])
  }

  @Test("a word of more bits than a beat takes several beats, the low bits first")
  func beats() throws {
    let image = try Self.unit(EngineRequest(pe: 5, simd: 10, axiBits: 32)).weightImage
    // Five start values of −6 in 5 bits; rows of 10 lanes: 3ff, 000, 155, 33c and 0c3.
    let lines = String(decoding: image.text, as: UTF8.self).split(separator: "\n")
    #expect(lines.prefix(4) == ["01ad6b5a", "00000000", "155003ff", "0000c3cf"])
  }

  @Test("the engine takes the chain with the most weights, or the one that is named")
  func chain() throws {
    #expect(try Self.unit().layers.map(\.name) == ["a", "b"])
    let last = EngineRequest(pe: 1, simd: 1, from: "b")
    #expect(try Self.unit(last).layers.map(\.name) == ["b"])
    let first = EngineRequest(pe: 1, simd: 1, to: "a")
    let unit = try Self.unit(first)
    #expect(unit.layers.map(\.name) == ["a"] && !unit.givesScores)
  }

  @Test("a frame takes the beats of all layers and what folds wait, if the memory is fast")
  func cycles() {
    let layer = EngineLayer(
      name: "c", shape: TensorShape(height: 16, width: 16, channels: 4),
      geometry: WindowGeometry(
        kernel: .init(y: 3, x: 3), stride: .init(y: 1, x: 1), dilation: .init(y: 1, x: 1),
        padding: .init(top: 1, bottom: 1, left: 1, right: 1)), paddingValue: .plusOne, pool: nil,
      weights: BitMatrix(rows: 8, columns: 36), thresholds: Array(repeating: 9, count: 8))
    let unit = EngineUnit(
      name: "e", layers: [layer], pe: 4, simd: 4, stages: 0, axiBits: 512)
    // Two folds of 9 taps for 256 pixels, then the map in 256 · 2 words; each behind 2 cycles and
    // the 2 words of start values of 7 bits.
    #expect(unit.cyclesPerFrame == 2 * 9 * 256 + 512 + 3 * (2 + 2))
  }

  @Test("a map comes in while the layers behind the first one run, and whole before the first")
  func inputMap() {
    let layer = EngineLayer(
      name: "c", shape: TensorShape(height: 16, width: 16, channels: 16),
      geometry: WindowGeometry(
        kernel: .init(y: 3, x: 3), stride: .init(y: 1, x: 1), dilation: .init(y: 1, x: 1),
        padding: .init(top: 1, bottom: 1, left: 1, right: 1)), paddingValue: .plusOne, pool: nil,
      weights: BitMatrix(rows: 4, columns: 144), thresholds: Array(repeating: 9, count: 4))
    let unit = EngineUnit(
      name: "e", layers: [layer], pe: 4, simd: 4, stages: 0, axiBits: 512)
    // One fold of 9 · 4 words for 256 pixels behind 2 cycles and 3 words of start values of 9 bits;
    // the map goes out in 256 words while the next one comes in, in 1024.
    #expect(unit.cyclesPerFrame == 9 * 4 * 256 + 2 + 3 + 1024)
  }

  @Test("skipping cycles changes nothing", arguments: [1, 2, 4])
  func skips(pe: Int) throws {
    let graph = NetworkPasses.run(on: try Designs.graph())
    let folding = FoldingRequest(
      every: Folding(pe: 1, simd: 1),
      engine: EngineRequest(pe: pe, simd: 4, axiBits: 32, popcountStages: pe - 1))
    let dataflow = try DataflowPasses.run(on: Lowering.lower(graph, folding: folding).dataflow)
    var skipping = DataflowSimulation(dataflow)
    var stepping = DataflowSimulation(dataflow, skips: false)
    skipping.runToSteadyState()
    stepping.runToSteadyState()
    #expect(skipping.frameEnds == stepping.frameEnds)
    #expect(skipping.interval == stepping.interval)
  }
}
