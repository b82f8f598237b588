/// `bnn_add`: the sums of two streams' elements; a bit counts as ±1.
public struct AddUnit: UnitModel {
  /// Both on the same lanes, in vectors of one size.
  let left: StreamType
  let right: StreamType
  /// Enough for every sum.
  let outputBits: Int
  let outputIsSigned: Bool

  let kind = "add"
  let module = "bnn_add"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [left, right] }

  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: outputIsSigned, lanes: left.lanes,
      elementsPerVector: left.elementsPerVector, vectorsPerFrame: left.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { left.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", left.lanes), .init("ABits", left.elementBits),
      .init("BBits", right.elementBits), .init("ASigned", left.signed ? 1 : 0),
      .init("BSigned", right.signed ? 1 : 0), .init("OutBits", outputBits),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.add(.adderBits, output.dataBits)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .join(JoinTiming()) }
}
