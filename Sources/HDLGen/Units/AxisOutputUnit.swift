/// `bnn_axis_output`: one element per whole number of bytes, and the last beat of a frame marked.
public struct AxisOutputUnit: UnitModel {
  let from: StreamType

  let kind = "axis_output"
  let module = "bnn_axis_output"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }

  /// Bytes per element: 1, 2 or 4, so that software reads an array of a native type.
  var elementBytes: Int {
    switch from.elementBits {
    case ...8: 1
    case ...16: 2
    default: 4
    }
  }

  var output: StreamType {
    StreamType(
      elementBits: elementBytes * 8, signed: from.signed, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("ElementBits", from.elementBits), .init("Signed", from.signed ? 1 : 0),
      .init("Elements", from.elementsPerVector), .init("Lanes", from.lanes),
      .init("VectorsPerFrame", from.vectorsPerFrame), .init("ElementBytes", elementBytes),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addVectorEnd(from, isEndUsed: true)
    inventory.addCounter(from.vectorsPerFrame)
    inventory.addStreamRegister(from.dataBits + 1)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
