internal import BNNIR

/// `bnn_binarizer`: bit = pixel ≥ threshold.
public struct BinarizerUnit: UnitModel {
  let pixels: InputLayer.PixelType
  let threshold: Int
  let lanesWide: Int
  let elements: Int

  let kind = "binarizer"
  let module = "bnn_binarizer"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] {
    [
      StreamType(
        elementBits: pixels.bits, signed: pixels == .int8, lanes: lanesWide,
        elementsPerVector: elements, vectorsPerFrame: 1)
    ]
  }

  var output: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: lanesWide, elementsPerVector: elements,
      vectorsPerFrame: 1)
  }

  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", lanesWide), .init("Elements", elements), .init("PixelBits", pixels.bits),
      .init("Signed", pixels == .int8 ? 1 : 0), .init("Threshold", threshold),
    ]
  }

  func makeTiming() -> any UnitTiming { StreamRegisterTiming() }
}
