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
      weights: BitMatrix(
        columns: 3,
        rows: [[true, false, false], [false, true, false], [false, false, true]]),
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
}
