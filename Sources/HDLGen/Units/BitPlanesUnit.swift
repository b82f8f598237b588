/// `bnn_bit_planes`: every beat of integers as one beat per bit, the highest first.
public struct BitPlanesUnit: UnitModel {
  let from: StreamType

  let kind = "bit_planes"
  let module = "bnn_bit_planes"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType { from.bitPlanes }

  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [.init("Lanes", from.lanes), .init("InBits", from.elementBits)]
  }

  private var converter: WidthConverterUnit {
    WidthConverterUnit(
      from: StreamType(
        elementBits: from.lanes, signed: false, lanes: from.elementBits,
        elementsPerVector: from.elementBits, vectorsPerFrame: from.beatsPerFrame),
      lanesOut: 1)
  }

  var inventory: Inventory { converter.inventory }

  func makeTiming() -> TimedUnit { converter.makeTiming() }
}

extension StreamType {
  /// What carries the bits of this stream's beats, each plane a vector.
  var bitPlanes: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: lanes, elementsPerVector: lanes,
      vectorsPerFrame: beatsPerFrame * elementBits)
  }
}
