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

  /// A comparison reads the bits of a pixel down to the threshold's lowest one.
  var inventory: Inventory {
    var inventory = Inventory()
    let comparedBits = max(0, from.elementBits - threshold.trailingZeroBitCount)
    inventory.addVectorEnd(output, isEndUsed: false)
    inventory.addRegisteredFunction(inputs: comparedBits, bits: from.lanes)
    inventory.addStreamRegister(from.lanes)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
