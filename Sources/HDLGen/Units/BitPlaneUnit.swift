/// `bnn_bit_plane`: one bit of every integer.
public struct BitPlaneUnit: UnitModel {
  let from: StreamType
  /// Less than the bits of an integer.
  let bit: Int

  let kind = "bit_plane"
  let module = "bnn_bit_plane"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [.init("Lanes", from.lanes), .init("InBits", from.elementBits), .init("Bit", bit)]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addStreamRegister(from.lanes)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
