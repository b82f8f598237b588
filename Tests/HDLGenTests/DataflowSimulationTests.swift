import BNNIR
import TestSupport
import Testing

@testable import HDLGen

@Suite("Dataflow simulation")
struct DataflowSimulationTests {
  @Test(
    "skipping cycles in which no handshake changes does not change a figure", arguments: 0..<120)
  func skipping(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(3000 + seed))
    let text =
      switch seed % 4 {
      case 0: RandomNetwork.document(using: &random)
      case 1: RandomGraphNetwork.document(using: &random)
      default: RandomConvNetwork.document(using: &random)
      }
    let graph = NetworkPasses.run(
      on: try TypeChecker.check(NetworkReader.read(Array(text.utf8), file: "seed \(seed)")))
    let lanes = { Int.random(in: 1...6, using: &random) }
    let request = FoldingRequest(
      every: Folding(
        pe: lanes(), simd: lanes(), pixels: lanes(), bitSerial: seed.isMultiple(of: 5),
        popcountStages: lanes() / 2))
    // What cannot be built is refused by name.
    guard let lowered = try? Lowering.lower(graph, folding: request) else { return }
    let dataflow = try DataflowPasses.run(on: lowered.dataflow)
    var whole = DataflowSimulation(dataflow, skips: false, watches: true)
    var skipping = DataflowSimulation(dataflow, watches: true)
    for _ in 0..<3 {
      whole.runWatchedFrame()
      skipping.runWatchedFrame()
    }
    #expect(skipping.watch == whole.watch)
    whole.runToSteadyState()
    skipping.runToSteadyState()
    #expect(skipping.frameEnds == whole.frameEnds)
    #expect(skipping.period == whole.period)
    #expect(FrameTiming.firstLatency(of: dataflow) == whole.frameEnds[0] + 1)
  }
}
