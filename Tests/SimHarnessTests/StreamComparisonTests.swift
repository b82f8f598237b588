import BNNIR
import Testing

@testable import SimHarness

@Suite struct StreamComparisonTests {
  /// Two pixels of 40 channels as two vectors of two beats of 33 lanes: each beat takes two words.
  private static let bitLayout = BeatLayout(
    lanes: 33, laneBits: 1, elementBits: 1, isSigned: false, elementsPerVector: 40,
    vectorsPerFrame: 2, dataBits: 33)

  /// Bit j of a vector is 1 where j is a multiple of 3.
  private static let bits = Tensor(
    shape: TensorShape(height: 1, width: 2, channels: 40), frames: 1,
    values: .bits(
      BitMatrix(
        columns: 40, rows: Array(repeating: (0..<40).map { $0 % 3 == 0 }, count: 2))))

  /// 0, 3, 6 … 30 in the first word; 32 is not one; 33, 36, 39 in the second beat.
  private static let vector: [UInt32] = [0x4924_9249, 0, 0b100_1001, 0]

  private func differences(_ words: [UInt32]) -> [Mismatch.Difference] {
    StreamComparison(layout: Self.bitLayout, paddingIsZero: false)
      .differences(of: Recording(words: words, wordsPerBeat: 2), from: Self.bits)
      .map(\.difference)
  }

  @Test func `finds equal bits equal`() {
    #expect(differences(Self.vector + Self.vector).isEmpty)
  }

  @Test func `places a wrong bit`() {
    var words = Self.vector + Self.vector
    words[5] = 1
    #expect(differences(words) == [.value(y: 0, x: 1, channel: 32, expected: 0, got: 1)])
    words[2] = 0b000_1001
    #expect(differences(words) == [.value(y: 0, x: 0, channel: 39, expected: 1, got: 0)])
  }

  @Test func `finds a bit in an unused lane`() {
    var words = Self.vector + Self.vector
    words[6] |= 1 << 7
    #expect(differences(words) == [.padding(beat: 3, lane: 7, got: 1)])
  }

  @Test func `reads signed elements that lie across words`() {
    let layout = BeatLayout(
      lanes: 3, laneBits: 20, elementBits: 20, isSigned: true, elementsPerVector: 4,
      vectorsPerFrame: 1, dataBits: 60)
    let comparison = StreamComparison(layout: layout, paddingIsZero: true)
    // −1, −2, 5 and then 7 with two unused lanes.
    let beat: UInt64 = 0xf_ffff | 0xf_fffe << 20 | 5 << 40
    let words = [UInt32(truncatingIfNeeded: beat), UInt32(beat >> 32), 7, 0]
    let recording = Recording(words: words, wordsPerBeat: 2)
    let expected = Tensor(
      shape: TensorShape(vector: 4), frames: 1, values: .integers([-1, -2, 5, 7]))
    #expect(comparison.elements(of: recording) == [-1, -2, 5, 7])
    #expect(comparison.differences(of: recording, from: expected).isEmpty)
    let other = Tensor(
      shape: TensorShape(vector: 4), frames: 1, values: .integers([-1, 2, 5, 7]))
    #expect(
      comparison.differences(of: recording, from: other).map(\.difference)
        == [.value(y: 0, x: 0, channel: 1, expected: 2, got: -2)])
  }
}
