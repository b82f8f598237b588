internal import BNNIR

/// `bnn_padding`: a map with pixels of a fixed value around it.
public struct PaddingUnit: UnitModel {
  public enum Value: Int, Hashable, Sendable {
    case zeros = 0
    case ones = 1
    case oddEven = 2
    /// The least signed number: it never is the maximum.
    case least = 3
  }

  let from: StreamType
  let height: Int
  let width: Int
  let padding: WindowGeometry.Padding
  let value: Value

  let kind = "padding"
  let module = "bnn_padding"
  let memories: [MemoryImage] = []
  let lanes = 0

  var paddedHeight: Int { height + padding.top + padding.bottom }
  var paddedWidth: Int { width + padding.left + padding.right }

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: from.elementBits, signed: from.signed, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: paddedHeight * paddedWidth)
  }

  var cyclesPerFrame: Int { output.beatsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("ElementBits", from.elementBits), .init("Elements", from.elementsPerVector),
      .init("Lanes", from.lanes), .init("InWidth", width), .init("InHeight", height),
      .init("Top", padding.top), .init("Bottom", padding.bottom), .init("Left", padding.left),
      .init("Right", padding.right), .init("Value", value.rawValue),
    ]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addVectorEnd(from, isEndUsed: true)
    inventory.addCounter(paddedWidth)
    inventory.addCounter(paddedHeight)
    inventory.add(.paddingControls, 1)
    inventory.add(.paddedBits, value == .zeros ? 0 : from.dataBits)
    inventory.addStreamRegister(from.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .padding(PaddingTiming(self)) }
}
