import BNNIR
import Testing

@testable import HDLGen

@Suite("Popcounts of tables and carry chains")
struct PopcountCircuitTests {
  private func count(
    _ circuit: PopcountCircuit, _ x: [Bool], _ weights: [Bool]
  ) -> Int {
    var evaluation = LogicNetlist.Evaluation(circuit.netlist, x: x, weights: weights)
    return circuit.outputs.reversed().reduce(0) { $0 << 1 | (evaluation.value(of: $1) ? 1 : 0) }
  }

  private func bits(_ number: Int, _ width: Int) -> [Bool] {
    (0..<width).map { number >> $0 & 1 == 1 }
  }

  @Test("counts every input and weight of a few lanes", arguments: 1...6)
  func exhaustive(lanes: Int) {
    let circuit = PopcountCircuit(lanes: lanes, operand: .equalToWeights)
    for number in 0..<1 << (2 * lanes) {
      let x = bits(number, lanes)
      let weights = bits(number >> lanes, lanes)
      #expect(count(circuit, x, weights) == zip(x, weights).count { $0 == $1 })
    }
  }

  @Test("counts every input for every constant of a few lanes", arguments: 1...6)
  func exhaustiveConstants(lanes: Int) {
    for constants in 0..<1 << lanes {
      let weights = bits(constants, lanes)
      let circuit = PopcountCircuit(lanes: lanes, operand: .equal(to: weights))
      for number in 0..<1 << lanes {
        let x = bits(number, lanes)
        #expect(count(circuit, x, []) == zip(x, weights).count { $0 == $1 })
      }
    }
  }

  @Test(
    "counts random and extreme inputs of many lanes",
    arguments: Array(7...40) + [48, 63, 64, 65, 100, 127, 128, 129, 192, 256, 576, 1152])
  func random(lanes: Int) {
    var random = SplitMix64(seed: UInt64(lanes))
    let weights = (0..<lanes).map { _ in Bool.random(using: &random) }
    let variable = PopcountCircuit(lanes: lanes, operand: .equalToWeights)
    let wired = PopcountCircuit(lanes: lanes, operand: .equal(to: weights))
    let extremes = [weights, weights.map { !$0 }, Array(repeating: true, count: lanes)]
    let others = (0..<50).map { _ -> [Bool] in
      // Shares of equal lanes from none to all.
      let share = Double.random(in: 0...1, using: &random)
      return weights.map { $0 == (Double.random(in: 0...1, using: &random) < share) }
    }
    for x in extremes + others {
      let expected = zip(x, weights).count { $0 == $1 }
      #expect(count(variable, x, weights) == expected)
      #expect(count(wired, x, []) == expected)
    }
  }

  @Test(
    "takes fewer tables per lane than published designs, 1.01 and 0.67",
    arguments: [64, 128, 256, 512, 576, 1152])
  func size(lanes: Int) {
    var random = SplitMix64(seed: UInt64(lanes))
    let weights = (0..<lanes).map { _ in Bool.random(using: &random) }
    let variable = PopcountCircuit(lanes: lanes, operand: .equalToWeights)
    let wired = PopcountCircuit(lanes: lanes, operand: .equal(to: weights))
    #expect(Double(variable.tableCount) < 0.95 * Double(lanes))
    #expect(Double(wired.tableCount) < 0.66 * Double(lanes))
  }
}

@Suite("Popcounts of weights in the logic")
struct WiredCountsTests {
  @Test(
    "count every row of every word",
    arguments: [1, 2, 3, 4, 5, 8, 16, 17, 32], [(1, 1), (3, 4), (5, 8), (16, 17), (8, 64)])
  func counts(depth: Int, shape: (rows: Int, columns: Int)) {
    let (rows, columns) = shape
    var random = SplitMix64(seed: UInt64(depth * 1_000_000 + rows * 1000 + columns))
    let bits = { (count: Int) in (0..<count).map { _ in Bool.random(using: &random) } }
    let words = (0..<depth).map { _ -> [Bool] in
      var word = bits(rows * columns)
      // Equal rows share everything.
      if rows > 4 { for column in 0..<columns { word[3 * columns + column] = word[column] } }
      return word
    }
    let circuit = WiredCounts(words: BitMatrix(columns: rows * columns, rows: words), rows: rows)
    for (address, word) in words.enumerated() {
      for x in [bits(columns), bits(columns), Array(word.prefix(columns))] {
        var evaluation = LogicNetlist.Evaluation(
          circuit.netlist, x: x, weights: [], address: address)
        for (row, nets) in circuit.counts.enumerated() {
          let count = nets.reversed().reduce(0) { $0 << 1 | (evaluation.value(of: $1) ? 1 : 0) }
          let weights = word[row * columns..<(row + 1) * columns]
          #expect(count == zip(x, weights).count { $0 == $1 })
        }
      }
    }
  }
}
