internal import BNNIR

/// `bnn_requantize`: integers divided by a power of two with rounding, and clipped.
public struct RequantizeUnit: UnitModel {
  let from: StreamType
  let layer: Requantize
  /// The integers that come.
  let values: ClosedRange<Int>

  let kind = "requantize"
  let module = "bnn_requantize"
  let memories: [MemoryImage] = []
  let lanes = 0
  var inputs: [StreamType] { [from] }

  private var results: ClosedRange<Int> { layer.outputRange(for: values) }

  var output: StreamType {
    StreamType(
      elementBits: results.integerBits, signed: results.lowerBound < 0, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  /// A bound that nothing meets is left out.
  private var clipsLow: Bool { layer.rounded(values.lowerBound) < results.lowerBound }
  private var clipsHigh: Bool { layer.rounded(values.upperBound) > results.upperBound }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", from.lanes), .init("InBits", from.elementBits),
      .init("Signed", from.signed ? 1 : 0), .init("Shift", layer.shift),
      .init("Rounding", layer.rounding.rawValue), .init("ClipsLow", clipsLow ? 1 : 0),
      .init("ClipsHigh", clipsHigh ? 1 : 0), .init("Minimum", clipsLow ? results.lowerBound : 0),
      .init("Maximum", clipsHigh ? results.upperBound : 0), .init("OutBits", output.elementBits),
    ]
  }

  /// An adder of the rounding's bit, a comparison for each bound, and what chooses the result.
  /// Against 0 the sign is enough.
  var inventory: Inventory {
    var inventory = Inventory()
    let quotientBits = max(from.elementBits - layer.shift, 1) + 1
    if layer.shift > 0, layer.rounding != .floor {
      inventory.add(.constantAdderBits, from.lanes * quotientBits)
    }
    let comparisons = [clipsLow && results.lowerBound != 0, clipsHigh].count { $0 }
    inventory.add(.comparedBits, from.lanes * comparisons * quotientBits)
    if clipsLow || clipsHigh { inventory.add(.logicBits, output.dataBits) }
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
