/// `bnn_binarizer`: bit = pixel ≥ threshold.
public struct BinarizerUnit: UnitModel {
  let from: StreamType
  let threshold: Int

  let kind = "binarizer"
  let module = "bnn_binarizer"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", from.lanes), .init("Elements", from.elementsPerVector),
      .init("PixelBits", from.elementBits), .init("Signed", from.signed ? 1 : 0),
      .init("Threshold", threshold),
    ]
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
