import BNNIR
import Testing

@testable import SimHarness

@Suite struct StimulusTests {
  private func layout(
    lanes: Int, laneBits: Int, elements: Int, dataBits: Int
  ) -> BeatLayout {
    BeatLayout(
      lanes: lanes, laneBits: laneBits, elementBits: laneBits, isSigned: false,
      elementsPerVector: elements, vectorsPerFrame: 1, dataBits: dataBits)
  }

  @Test func `puts the lowest lane into the low bits, and ones where no element is`() {
    let bits = PixelBatch(frames: 2, elementsPerFrame: 5, bytes: [1, 0, 0, 0, 1, 0, 1, 1, 0, 0])
    let stimulus = Stimulus.bytes(
      of: bits, layout: layout(lanes: 3, laneBits: 1, elements: 5, dataBits: 8))
    #expect(stimulus == [0b1111_1001, 0b1111_1110, 0b1111_1110, 0b1111_1100])
  }

  @Test func `puts bytes side by side`() {
    let pixels = PixelBatch(frames: 1, elementsPerFrame: 3, bytes: [7, 8, 9])
    let stimulus = Stimulus.bytes(
      of: pixels, layout: layout(lanes: 2, laneBits: 8, elements: 3, dataBits: 16))
    #expect(stimulus == [7, 8, 9, 0xff])
  }
}
