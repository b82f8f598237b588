internal import BNNIR

/// How `bnn_threshold` and `bnn_gated_add` have the rules of a channel: −T of each in one bit more
/// than the integers have, and above them one bit that inverts all.
struct RuleCode {
  /// The lowest bit first.
  private let bits: [Bool]

  /// Rules of one sense, for the integers of a stream.
  init(_ rules: [Threshold.Rule], _ type: StreamType) {
    let half = 1 << (type.elementBits - 1)
    let values = type.signed ? -half...half - 1 : 0...2 * half - 1
    let bounds = rules.map { rule in
      let bound =
        switch rule {
        case .always: values.lowerBound
        case .never: values.upperBound + 1
        case .atLeast(let bound): bound
        case .atMost(let bound): bound + 1
        }
      return min(max(bound, values.lowerBound), values.upperBound + 1)
    }
    let isInverted = if case .atMost = rules.first { true } else { false }
    let codes = bounds.flatMap { bound in (0...type.elementBits).map { -bound >> $0 & 1 == 1 } }
    bits = codes + [isInverted]
  }

  /// One word for each beat, lane 0 in the low bits; a single one if all are equal.
  static func words(_ codes: [RuleCode], lanes: Int) -> BitMatrix {
    let width = codes[0].bits.count
    var words = BitMatrix(rows: codes.count / lanes, columns: lanes * width)
    for (channel, code) in codes.enumerated() {
      for (bit, isSet) in code.bits.enumerated() where isSet {
        words[channel / lanes, channel % lanes * width + bit] = true
      }
    }
    return words.oneIfAllAreEqual
  }
}
