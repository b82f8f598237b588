import BNNIR
import Testing

@testable import HDLGen

@Suite("Memory images")
struct MemoryImageTests {
  @Test("words are hex lines, address 0 first, highest digit first")
  func text() {
    let words = BitMatrix(
      columns: 6,
      rows: [
        [true, false, false, false, false, false], [false, false, false, true, true, true],
      ])
    let image = MemoryImage(path: "mem/x.mem", words: words)
    #expect(String(decoding: image.text, as: UTF8.self) == "01\n38\n")
  }

  @Test("a matrix is laid out by folds, its padding all ones")
  func weights() throws {
    let unit = MatrixVectorUnit(
      name: "m",
      weights: .signs(
        BitMatrix(
          columns: 3,
          rows: [[true, false, false], [false, true, false], [false, false, true]])),
      activation: .thresholds([[0, 4, 2]]), pe: 2, simd: 2, taps: 1, replays: true, inputBits: 1,
      inputIsSigned: false, mode: .parallel, pixels: 1, stages: 0, products: .init(y: 1, x: 1),
      classes: .one)
    let memories = unit.memories
    // Words nf·SF + sf; each is {row 1, row 0} of two columns, the lower column low.
    #expect(String(decoding: memories[0].text, as: UTF8.self) == "9\na\nc\nf\n")
    // −T in 3 bits: {−4, 0} and {−4 for the missing row, −2}.
    #expect(unit.accumulatorBits == 3)
    #expect(String(decoding: memories[1].text, as: UTF8.self) == "20\n26\n")
  }

  private static func integers(_ activation: MatrixVectorUnit.Activation) -> MatrixVectorUnit {
    let weights = IntegerMatrix(columns: 3, values: [1, -2, 3, 0, 4, -4, 2, 2, 2])
    return MatrixVectorUnit(
      name: "m", weights: .integers(IntegerProducts(weights, inputs: 0...3, excess: nil)),
      activation: activation, pe: 2, simd: 2, taps: 1, replays: true, inputBits: 2,
      inputIsSigned: false, mode: .parallel, pixels: 1, stages: 0, products: .init(y: 1, x: 1),
      classes: .one)
  }

  @Test(
    "a matrix of integers is laid out by folds, its padding zero; sums less thresholds just fit")
  func integerWeights() {
    // Sums reach −6…12, −12…12 and 0…18; the last threshold is never met.
    let unit = Self.integers(.thresholds([[5, -3, 19]]))
    let memories = unit.memories
    // −4…4 take 4 bits; each word is {row 1, row 0} of two columns, the lower column low.
    #expect(String(decoding: memories[0].text, as: UTF8.self) == "40e1\n0c03\n0022\n0002\n")
    // −11…7, −9…15 and −19…−1 take 6 bits: {3, −5} and {−1 for the missing row, −19}.
    #expect(unit.accumulatorBits == 6)
    #expect(String(decoding: memories[1].text, as: UTF8.self) == "0fb\nfed\n")
  }

  @Test("sums of integer weights are as wide as the weights let them be")
  func integerScores() {
    let unit = Self.integers(.scores)
    // −12…18.
    #expect(unit.output.elementBits == 6)
    #expect(unit.output.signed)
    #expect(unit.memories.count == 1)
  }
}
