import Testing

@testable import HDLGen

@Suite("The clock of a shared engine")
struct EngineClockTests {
  /// What `estimate` says of the digits network on an engine of four rows: SIMD, stages, MHz.
  private static let estimated = [
    (16, 0, 151), (16, 1, 213), (32, 0, 103), (32, 1, 165), (32, 2, 213), (64, 0, 76), (64, 1, 127),
    (64, 2, 178), (64, 3, 213), (128, 0, 55), (128, 1, 100), (128, 2, 136), (128, 3, 178),
    (128, 4, 209), (256, 0, 47), (256, 1, 83), (256, 2, 121), (256, 3, 145), (256, 4, 166),
    (256, 5, 209),
  ]

  @Test("it is that of estimate within 10 %", arguments: estimated)
  func megahertz(simd: Int, stages: Int, megahertz: Int) {
    let circuit = PopcountCircuit(lanes: simd, operand: .equalToWeights)
    let pipeline = NetlistPipeline(circuit.netlist, outputs: circuit.outputs, stages: stages)
    let hertz = EngineClock.hertz(levels: pipeline.mostLevels, .tables)
    #expect(abs(Double(hertz) / 1e6 / Double(megahertz) - 1) < 0.1)
  }

  /// CNV, PE 16 and SIMD 64: 101, 131 and 136 MHz.
  @Test("with weights in block RAM, too", arguments: [(1, 101), (2, 131), (4, 136)])
  func blocks(stages: Int, megahertz: Int) {
    let circuit = PopcountCircuit(lanes: 64, operand: .equalToWeights)
    let pipeline = NetlistPipeline(circuit.netlist, outputs: circuit.outputs, stages: stages)
    let hertz = EngineClock.hertz(levels: pipeline.mostLevels, .blocks)
    #expect(abs(Double(hertz) / 1e6 / Double(megahertz) - 1) < 0.1)
  }

  @Test(
    "the fewest stages that a clock asks for are taken, or what gives the highest one",
    arguments: [(50, 0), (100, 1), (150, 2), (200, 3), (250, 4), (1000, 4)])
  func stages(megahertz: Int, stages: Int) {
    // By the table, with SIMD 64; the fourth brings little, and then nothing does.
    let chosen = EngineClock.stages(
      simd: 64, words: .tables, clockHertz: megahertz * 1_000_000
    ) { 100_000 + $0 }
    #expect(chosen.stages == stages)
  }

  @Test("stages that cost more cycles than their clock gains are left out")
  func cycles() {
    // 76, 127, 178 and 200 MHz over 10, 15, 25 and 40 cycles.
    let chosen = EngineClock.stages(simd: 64, words: .tables, clockHertz: 200_000_000) {
      [10, 15, 25, 40][$0]
    }
    #expect(chosen.stages == 1)
    #expect(chosen.hertz == 125_000_000)
  }
}
