internal import BNNIR

/// Where the monotone functions of a tensor's channels cross zero, found by exact evaluation.
struct Crossing {
  let function: ChannelFunction
  let range: ClosedRange<Int>
  let step: Int

  /// When f(x) ≥ 0, or f(x) > 0 if strict; thresholds are values that x can have.
  func rule(of channel: Int, isStrict: Bool) throws(Refusal) -> Threshold.Rule {
    try rule(
      where: { (value) throws(Refusal) in isStrict ? value.signum > 0 : value.signum >= 0 },
      of: channel)
  }

  /// When a predicate that changes at most once, from the low end of the range to its high end,
  /// holds.
  func rule(
    where predicate: (ExactNumber) throws(Refusal) -> Bool, of channel: Int
  ) throws(Refusal) -> Threshold.Rule {
    var low = 0
    var high = (range.upperBound - range.lowerBound) / step
    let atLow = try predicate(value(low, channel))
    guard try predicate(value(high, channel)) != atLow else { return atLow ? .always : .never }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try predicate(value(middle, channel)) == atLow { low = middle } else { high = middle }
    }
    return atLow ? .atMost(integer(low)) : .atLeast(integer(high))
  }

  /// The two values of a function that has no others, lower argument first, and the rule for the
  /// second; nil if it has more.
  func levels(
    of channel: Int
  ) throws(Refusal) -> (first: ExactNumber, second: ExactNumber, rule: Threshold.Rule)? {
    let count = (range.upperBound - range.lowerBound) / step
    let first = try value(0, channel)
    let second = try value(count, channel)
    let change = try rule(where: { (value) throws(Refusal) in value != first }, of: channel)
    guard case .atLeast(let bound) = change else { return (first, first, .never) }
    let next = try value((bound - range.lowerBound) / step, channel)
    return next == second ? (first, second, change) : nil
  }

  private func integer(_ index: Int) -> Int { range.lowerBound + index * step }

  private func value(_ index: Int, _ channel: Int) throws(Refusal) -> ExactNumber {
    guard let value = function.value(at: integer(index), channel: channel) else {
      throw .twoRoots
    }
    return value
  }
}
