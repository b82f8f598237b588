internal import BNNIR

/// `bnn_threshold`: a bit for every integer, by a threshold per channel. Thresholds behind a matrix
/// are part of its unit instead.
public struct ThresholdUnit: UnitModel {
  /// Names the memory file.
  let name: String
  let from: StreamType
  /// One per channel.
  let rules: [Threshold.Rule]

  let kind = "threshold"
  let module = "bnn_threshold"
  let lanes = 0

  var inputs: [StreamType] { [from] }

  var output: StreamType {
    StreamType(
      elementBits: 1, signed: false, lanes: from.lanes,
      elementsPerVector: from.elementsPerVector, vectorsPerFrame: from.vectorsPerFrame)
  }

  var cyclesPerFrame: Int { from.beatsPerFrame }

  private var path: String { "mem/\(name)_rules.mem" }

  var parameters: [Manifest.Parameter] {
    [
      .init("Elements", from.elementsPerVector), .init("Lanes", from.lanes),
      .init("InBits", from.elementBits), .init("Signed", from.signed ? 1 : 0),
      .init("File", path),
    ]
  }

  /// The integers that the stream can carry.
  private var values: ClosedRange<Int> {
    let half = 1 << (from.elementBits - 1)
    return from.signed ? -half...half - 1 : 0...2 * half - 1
  }

  /// Word w has the rules of lanes 0, 1 …: `invert` above −T, in one bit more than the integers have.
  /// Pad lanes never fire.
  var memories: [MemoryImage] {
    let ruleBits = from.elementBits + 2
    var words = BitMatrix(rows: from.beatsPerVector, columns: from.lanes * ruleBits)
    for channel in 0..<from.beatsPerVector * from.lanes {
      let code = code(of: channel < rules.count ? rules[channel] : .never)
      for bit in 0..<ruleBits where code >> bit & 1 == 1 {
        words[channel / from.lanes, channel % from.lanes * ruleBits + bit] = true
      }
    }
    return [MemoryImage(path: path, words: words)]
  }

  private func code(of rule: Threshold.Rule) -> Int {
    let (bound, isInverted) =
      switch rule {
      case .always: (values.lowerBound, false)
      case .never: (values.upperBound + 1, false)
      case .atLeast(let bound): (bound, false)
      case .atMost(let bound): (bound + 1, true)
      }
    let reachable = min(max(bound, values.lowerBound), values.upperBound + 1)
    let mask = 1 << (from.elementBits + 1) - 1
    return -reachable & mask | (isInverted ? 1 << (from.elementBits + 1) : 0)
  }

  /// A LUT of the comparison has room for up to 32 words where it has six inputs.
  var inventory: Inventory {
    var inventory = Inventory()
    let words = from.beatsPerVector
    inventory.addCounter(words)
    // A few bits and a few words are one function.
    let isSmall = from.elementBits <= 5
    inventory.add(
      words == 1 ? .constantAdderBits : .comparedBits,
      from.lanes * (isSmall ? 2 : from.elementBits + 1))
    inventory.addTable(
      depth: words, width: from.lanes * (from.elementBits + 2), freeInputs6: 5)
    inventory.addStreamRegister(from.lanes)
    return inventory
  }

  func makeTiming() -> TimedUnit { .register(StreamRegisterTiming()) }
}
