/// `bnn_axis_input`: drops a port's byte padding and clears the lanes past the last element.
public struct AxisInputUnit: UnitModel {
  let output: StreamType

  let kind = "axis_input"
  let module = "bnn_axis_input"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [output] }
  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("ElementBits", output.elementBits), .init("Lanes", output.lanes),
      .init("Elements", output.elementsPerVector),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addVectorEnd(output, isEndUsed: false)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
