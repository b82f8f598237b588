/// `bnn_stream_register` behind crossed wires: elements of each beat in another order. A vector is
/// one beat, so that any element can be any other.
public struct SelectUnit: UnitModel {
  let from: StreamType
  /// For each element that comes out the one that it is.
  let elements: [Int]

  /// All elements of a vector together.
  init(from type: StreamType, elements: [Int]) {
    from = type.with(lanes: type.elementsPerVector)
    self.elements = elements
  }

  let kind = "select"
  let module = "bnn_stream_register"
  let memories: [MemoryImage] = []
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: from.elementBits, signed: from.signed, lanes: elements.count,
      elementsPerVector: elements.count, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  var parameters: [Manifest.Parameter] { [.init("Width", output.dataBits)] }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }

  /// Verilog of the wires that come in, of those that carry a beat; element 0 stands last.
  func crossed(_ data: String) -> String {
    let bits = from.elementBits
    if from.dataBits == 1 {
      return "{\(Array(repeating: data, count: elements.count).joined(separator: ", "))}"
    }
    let parts = elements.reversed().map { element in
      let low = element * bits
      return bits == 1 ? "\(data)[\(low)]" : "\(data)[\(low + bits - 1):\(low)]"
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}
