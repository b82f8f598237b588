import BNNIR
import Testing

@testable import HDLGen

@Suite("Tables of kernels")
struct KernelTableTests {
  /// Rows of kernels as numbers, tap t in bit t; columns are in the order (tap, channel).
  private static func weights(_ rows: [[UInt64]], taps: Int) -> BitMatrix {
    BitMatrix(
      columns: taps * rows[0].count,
      rows: rows.map { kernels in
        (0..<taps).flatMap { tap in kernels.map { $0 >> UInt64(tap) & 1 == 1 } }
      })
  }

  private static func table(
    _ rows: [[UInt64]], taps: Int, hasPadLanes: Bool = false
  ) throws -> KernelTable? {
    return KernelTable(try #require(conv(rows, taps: taps).codebook), hasPadLanes: hasPadLanes)
  }

  @Test("kernels ascend, and places that no index names repeat one with fewer bits")
  func order() throws {
    let table = try #require(try Self.table([[0b00101, 0b00011], [0b01000, 0b00011]], taps: 5))
    #expect(table.kernels == [0b00011, 0b00101, 0b01000, 0b01000])
    #expect(table.indexBits == 2)
    #expect(!table.isPaired)
  }

  @Test(
    "opposite kernels are half a table apart, with opposites that no row has where there is room")
  func pairs() throws {
    let rows: [[UInt64]] = [[0b00011, 0b11100, 0b00101]]
    let table = try #require(try Self.table(rows, taps: 5))
    #expect(table.kernels == [0b00011, 0b00101, 0b11100, 0b11010])
    #expect(table.indexBits == 2)
    #expect(table.isPaired)
  }

  @Test("lanes of padding have a kernel of ones")
  func padding() throws {
    let rows: [[UInt64]] = [[0b00011, 0b01000]]
    #expect(try Self.table(rows, taps: 5)?.indexBits == 1)
    let padded = try #require(try Self.table(rows, taps: 5, hasPadLanes: true))
    #expect(padded.indexBits == 2)
    #expect(padded.kernels.contains(0b11111))
  }

  @Test("there is no table where indices are as long as kernels")
  func noGain() throws {
    #expect(try Self.table([[0b000, 0b001, 0b010, 0b011, 0b100]], taps: 3) == nil)
    #expect(try Self.table([[0b000, 0b001, 0b010]], taps: 3) != nil)
  }

  @Test(
    "a LUT6 is a lane of four kernels of nine taps; more take more, and some that choose",
    arguments: [(4, 1), (8, 2), (16, 5), (32, 11)])
  func luts(kernels: Int, luts: Int) throws {
    // Without the last tap, so that none is another's opposite.
    let rows = [(0..<kernels).map { UInt64($0 * 7) }]
    #expect(try Self.table(rows, taps: 9)?.lutsPerLane == luts)
  }

  @Test(
    "indices are laid out by folds, once for all taps; lanes of padding have the kernel of ones")
  func indices() throws {
    // Kernels by row and channel; in the table 3, 5, 8 and 31.
    let unit = try Self.unit([[3, 5, 3], [8, 5, 8], [5, 5, 3]], pe: 2, simd: 2, storage: .lut)
    let table = try #require(
      unit.codebook.flatMap { KernelTable($0, hasPadLanes: true) })
    let words = MemoryImage(path: "", words: unit.indexWords(table))
    // Words nf·B + b; each is {row 1, row 0} of two channels' indices, the lower channel low.
    #expect(String(decoding: words.text, as: UTF8.self) == "64\nec\n05\n0c\n")
  }

  @Test("weights are indices where these take less")
  func choice() throws {
    let rows = (0..<32).map { row in (0..<8).map { UInt64([3, 5, 8, 17][(row + $0) % 4]) } }
    // 40 words of 8 bits are 8 LUTs; 8 words of 16 bits are 16, and 8 more.
    #expect(try Self.unit(rows, pe: 8, simd: 4, storage: .lut).kernelTable == nil)
    // 1280 words of a bit are 20 LUTs and 7 that choose, a quarter more; 256 of 2 bits are 12, and
    // 1.
    let narrow = try Self.unit(rows, pe: 1, simd: 1, storage: .lut)
    #expect(narrow.weightCost.words.luts == 33)
    #expect(narrow.weightCost.luts(in: .lut) == 13)
    #expect(narrow.kernelTable != nil)
    #expect(narrow.memories.map(\.path) == ["mem/m_weights.mem", "mem/m_kernels.mem"])
    // Half a block holds either.
    #expect(try Self.unit(rows, pe: 1, simd: 1, storage: .block).kernelTable == nil)
    var writable = narrow
    writable.bases = LoadMap.Bases()
    #expect(writable.kernelTable == nil)
  }

  private static func unit(
    _ rows: [[UInt64]], pe: Int, simd: Int, storage: WeightStorage
  ) throws -> MatrixVectorUnit {
    MatrixVectorUnit(
      name: "m", weights: .signs(weights(rows, taps: 5)), activation: .scores, pe: pe, simd: simd,
      taps: 5, replays: false, inputBits: 1, inputIsSigned: false, mode: .parallel, pixels: 1,
      stages: 0, products: .init(y: 1, x: 1), classes: .one,
      codebook: conv(rows, taps: 5).codebook, storage: storage)
  }

  private static func conv(_ rows: [[UInt64]], taps: Int) -> BinaryConv {
    BinaryConv(
      weights: weights(rows, taps: taps),
      geometry: WindowGeometry(
        kernel: .init(y: 1, x: taps), stride: .init(y: 1, x: 1), dilation: .init(y: 1, x: 1),
        padding: .none),
      paddingValue: .minusOne, groups: 1)
  }
}
