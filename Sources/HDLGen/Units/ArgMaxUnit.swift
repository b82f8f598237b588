internal import BNNIR

/// `bnn_argmax`: the index of the first maximum of each vector.
public struct ArgMaxUnit: UnitModel {
  let from: StreamType

  let kind = "argmax"
  let module = "bnn_argmax"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }

  private var indexBits: Int { (0...from.elementsPerVector - 1).unsignedBits }

  var output: StreamType {
    StreamType(
      elementBits: indexBits, signed: false, lanes: 1, elementsPerVector: 1,
      vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Elements", from.elementsPerVector), .init("Lanes", from.lanes),
      .init("ElementBits", from.elementBits), .init("IndexBits", indexBits),
    ]
  }

  /// A tree over the lanes, and the maximum so far.
  var inventory: Inventory {
    var inventory = Inventory()
    let laneBits = from.lanes > 1 ? (0...from.lanes - 1).unsignedBits : 0
    let isOneBeat = from.beatsPerVector == 1
    inventory.addVectorEnd(from, isEndUsed: true)
    inventory.add(.argMaxControls, 1)
    inventory.add(.comparedBits, (from.lanes - 1) * from.elementBits)
    inventory.add(.chosenBits, (from.lanes - 1) * (from.elementBits + laneBits))
    inventory.add(flipFlops: 1 + laneBits)
    if !isOneBeat {
      inventory.add(.comparedBits, from.elementBits)
      inventory.add(.adderBits, indexBits)
      inventory.add(.chosenBits, indexBits)
      inventory.add(flipFlops: 1 + 2 * from.elementBits + 2 * indexBits)
    }
    inventory.addStreamRegister(isOneBeat ? laneBits : indexBits)
    return inventory
  }

  func makeTiming() -> TimedUnit {
    .pipeline(PipelineTiming(stages: 1, beatsPerResult: from.beatsPerVector))
  }
}
