/// `bnn_concat`: vector by vector the elements of one stream, then those of another one.
public struct ConcatUnit: UnitModel {
  /// Its lanes divide its elements.
  let first: StreamType
  /// On the same lanes.
  let second: StreamType
  /// At least those of both.
  let outputBits: Int
  let outputIsSigned: Bool

  let kind = "concat"
  let module = "bnn_concat"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [first, second] }

  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: outputIsSigned, lanes: first.lanes,
      elementsPerVector: first.elementsPerVector + second.elementsPerVector,
      vectorsPerFrame: first.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", first.lanes), .init("ElementsA", first.elementsPerVector),
      .init("ElementsB", second.elementsPerVector), .init("ABits", first.elementBits),
      .init("BBits", second.elementBits), .init("ASigned", first.signed ? 1 : 0),
      .init("BSigned", second.signed ? 1 : 0), .init("OutBits", outputBits),
    ]
  }

  /// A multiplexer in front of a stream register, and the counter of beats.
  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addCounter(output.beatsPerVector)
    inventory.addRegisteredMultiplexer(inputs: 2, bits: output.dataBits)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit {
    .concat(ConcatTiming(first: first.beatsPerVector, second: second.beatsPerVector))
  }
}
