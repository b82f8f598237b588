import BNNIR
import Testing

@testable import HDLGen

@Suite("Tables of wired counts")
struct ForetoldTablesTests {
  @Test(
    "take the tables that are foretold before their weights are known",
    arguments: [3, 4, 5, 9, 16, 17, 32], [1, 4, 16])
  func tables(words: Int, rows: Int) {
    let columns = 48
    var random = SplitMix64(seed: UInt64(words))
    var weights = BitMatrix(rows: words, columns: rows * columns)
    for word in 0..<words {
      for bit in 0..<rows * columns { weights[word, bit] = Bool.random(using: &random) }
    }
    let made = Double(WiredCounts(words: weights, rows: rows).netlist.tables.count)
    let foretold = Inventory.Popcounts(width: columns, count: rows, words: words, stages: 0)
      .estimatedTables
    #expect((0.9...1.1).contains(Double(foretold) / made))
  }
}
