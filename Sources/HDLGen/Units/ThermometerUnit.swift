/// `bnn_thermometer`: several bits for every pixel, bit i = pixel ≥ bounds[i].
public struct ThermometerUnit: UnitModel {
  /// Names the memory file.
  let name: String
  let from: StreamType
  let bounds: [Int]

  let kind = "thermometer"
  let module = "bnn_thermometer"
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: from.lanes * bounds.count,
      elementsPerVector: from.elementsPerVector * bounds.count,
      vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var path: String { "mem/\(name)_levels.mem" }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", from.lanes), .init("Elements", from.elementsPerVector),
      .init("PixelBits", from.elementBits), .init("Signed", from.signed ? 1 : 0),
      .init("Levels", bounds.count), .init("File", path),
    ]
  }

  var memories: [MemoryImage] {
    [MemoryImage(path: path, numbers: bounds.map { -$0 }, width: from.elementBits + 1)]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addVectorEnd(output, isEndUsed: false)
    inventory.add(.constantAdderBits, from.dataBits * bounds.count)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
