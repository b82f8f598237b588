internal import BNNIR

/// `bnn_gated_add`: the sums of two streams' elements where the first reach their channel's
/// threshold, else the first.
public struct GatedAddUnit: UnitModel {
  /// Names the memory file.
  let name: String
  /// Of integers; both on the same lanes, which divide the elements, in vectors of one size.
  let left: StreamType
  let right: StreamType
  /// One per channel.
  let rules: [Threshold.Rule]
  let results: ClosedRange<Int>

  let kind = "gated_add"
  let module = "bnn_gated_add"
  let lanes = 0
  var inputs: [StreamType] { [left, right] }

  var output: StreamType {
    StreamType(
      elementBits: results.integerBits, signed: results.lowerBound < 0, lanes: left.lanes,
      elementsPerVector: left.elementsPerVector, vectorsPerFrame: left.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { left.beatsPerFrame }

  private var path: String { "mem/\(name)_rules.mem" }

  var parameters: [Manifest.Parameter] {
    let memory = memories[0]
    return [
      .init("Elements", memory.depth < left.beatsPerVector ? left.lanes : left.elementsPerVector),
      .init("Lanes", left.lanes), .init("ABits", left.elementBits),
      .init("BBits", right.elementBits), .init("ASigned", left.signed ? 1 : 0),
      .init("BSigned", right.signed ? 1 : 0), .init("OutBits", output.elementBits),
      .init("File", path),
    ]
  }

  /// As `bnn_threshold` has them.
  var memories: [MemoryImage] {
    let codes = rules.map { RuleCode([$0], left) }
    return [MemoryImage(path: path, words: RuleCode.words(codes, lanes: left.lanes))]
  }

  var inventory: Inventory {
    var inventory = Inventory()
    let memory = memories[0]
    inventory.addCounter(memory.depth)
    inventory.add(
      memory.depth == 1 ? .constantAdderBits : .comparedBits,
      left.lanes * (left.elementBits + 1))
    inventory.addTable(depth: memory.depth, width: memory.width, freeInputs6: 5)
    inventory.add(.adderBits, output.dataBits)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .join(JoinTiming()) }
}
