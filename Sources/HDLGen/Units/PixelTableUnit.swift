internal import BNNIR

/// `bnn_pixel_table`: every stored pixel becomes the integer that a table gives for it.
public struct PixelTableUnit: UnitModel {
  /// Names the memory file.
  let name: String
  /// An integer for each of the 256 bytes.
  let table: [Int32]
  let from: StreamType

  let kind = "pixel_table"
  let module = "bnn_pixel_table"
  let lanes = 0

  var inputs: [StreamType] { [from] }

  private var range: ClosedRange<Int> {
    table.reduce(0...0) { min($0.lowerBound, Int($1))...max($0.upperBound, Int($1)) }
  }

  private var outputBits: Int {
    range.integerBits
  }

  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: range.lowerBound < 0, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var path: String { "mem/\(name)_table.mem" }

  var parameters: [Manifest.Parameter] {
    [
      .init("Lanes", from.lanes), .init("Elements", from.elementsPerVector),
      .init("InBits", from.elementBits), .init("OutBits", outputBits), .init("File", path),
    ]
  }

  var memories: [MemoryImage] {
    [MemoryImage(path: path, numbers: table.map { Int($0) }, width: outputBits)]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    inventory.addVectorEnd(output, isEndUsed: false)
    inventory.addPixelTable(memories[0], copies: from.lanes)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
