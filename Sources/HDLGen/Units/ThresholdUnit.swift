internal import BNNIR

/// `bnn_threshold`: how many thresholds of its channel every integer reaches; one of them gives a
/// bit. Single thresholds behind a matrix are part of its unit instead.
public struct ThresholdUnit: UnitModel {
  /// Names the memory file.
  let name: String
  let from: StreamType
  /// For each channel as many, all of one sense.
  let rules: [[Threshold.Rule]]
  /// 1 for bits; more for counts.
  let outputBits: Int

  let kind = "threshold"
  let module = "bnn_threshold"
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: outputBits, signed: false, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var path: String { "mem/\(name)_rules.mem" }
  private var levels: Int { rules[0].count }

  var parameters: [Manifest.Parameter] {
    let memory = memories[0]
    return [
      .init("Elements", memory.depth < from.beatsPerVector ? from.lanes : from.elementsPerVector),
      .init("Lanes", from.lanes), .init("InBits", from.elementBits),
      .init("Signed", from.signed ? 1 : 0), .init("Levels", levels), .init("OutBits", outputBits),
      .init("File", path),
    ]
  }

  /// Word w has the rules of lanes 0, 1 …: of each level −T in one bit more than the integers have,
  /// and above them `invert`. Pad lanes never fire.
  var memories: [MemoryImage] {
    let codes = (0..<from.beatsPerVector * from.lanes).map { channel in
      RuleCode(
        channel < rules.count ? rules[channel] : Array(repeating: .never, count: levels), from)
    }
    return [MemoryImage(path: path, words: RuleCode.words(codes, lanes: from.lanes))]
  }

  /// A LUT of the comparison has room for up to 32 words where it has six inputs.
  var inventory: Inventory {
    var inventory = Inventory()
    let memory = memories[0]
    let words = memory.depth
    inventory.addCounter(words)
    // A few bits and a few words are one function.
    let isSmall = from.elementBits <= 5
    inventory.add(
      words == 1 ? .constantAdderBits : .comparedBits,
      from.lanes * levels * (isSmall ? 2 : from.elementBits + 1))
    inventory.add(.countingAdders, from.lanes * (levels - 1))
    inventory.addTable(depth: words, width: memory.width, freeInputs6: 5)
    inventory.addStreamRegister(output.dataBits)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
