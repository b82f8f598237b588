/// What a graph computes of each integer (or ±1) of a network tensor, element by element: a
/// function for each channel, composed of steps that all rise or fall monotonically.
struct ChannelFunction: Hashable, Sendable {
  /// y = scale · x + offset; one of each for all channels, or one for every channel.
  struct Affine: Hashable, Sendable {
    let scale: [ExactNumber]
    let offset: [ExactNumber]

    static let identity = Affine(scale: [.one], offset: [.zero])

    func scale(of channel: Int) -> ExactNumber { scale[scale.count == 1 ? 0 : channel] }
    func offset(of channel: Int) -> ExactNumber { offset[offset.count == 1 ? 0 : channel] }
  }

  private enum Step: Hashable {
    case affine(Affine)
    case clip(low: Rational?, high: Rational?)
    /// Negative values times a slope that is not negative.
    case leak([Rational])
    /// −1, 0 or 1.
    case sign
    case round(ExactNumber.Rounding)
  }

  private var steps: [Step] = []

  static let identity = ChannelFunction()

  init() {}

  init(scale: [ExactNumber], offset: [ExactNumber]) {
    steps = [.affine(Affine(scale: scale, offset: offset))]
  }

  init(scale: Double, offset: Double) {
    self.init(scale: [ExactNumber(scale)], offset: [ExactNumber(offset)])
  }

  /// The function as one affine step, if it is one.
  var affine: Affine? {
    guard let first = steps.first else { return .identity }
    if case .affine(let affine) = first, steps.count == 1 { return affine }
    return nil
  }

  /// Whether all channels have the same function.
  var isUniform: Bool {
    steps.allSatisfy { step in
      switch step {
      case .affine(let affine): affine.scale.count == 1 && affine.offset.count == 1
      case .leak(let slopes): slopes.count == 1
      case .clip, .sign, .round: true
      }
    }
  }

  /// scale · f + offset. Nil if this would take sums of different roots.
  func followed(byScale scale: [ExactNumber], offset: [ExactNumber]) -> ChannelFunction? {
    var result = self
    guard case .affine(let last) = steps.last else {
      result.steps.append(.affine(Affine(scale: scale, offset: offset)))
      return result
    }
    let scales = Self.combined(last.scale, scale) { $0 * $1 }
    let offsets = Self.combined(last.offset, scale) { $0 * $1 }
      .flatMap { Self.combined($0, offset) { $0 + $1 } }
    guard let scales, let offsets else { return nil }
    result.steps[steps.count - 1] = .affine(Affine(scale: scales, offset: offsets))
    return result
  }

  func clipped(low: Rational?, high: Rational?) -> ChannelFunction {
    appending(.clip(low: low, high: high))
  }

  func leaking(_ slopes: [Rational]) -> ChannelFunction { appending(.leak(slopes)) }

  /// −1, 0 or 1 with the sign of f.
  var sign: ChannelFunction { appending(.sign) }

  /// f(−x) in the channels that are flipped.
  func negatingArgument(of flipped: [Bool]) -> ChannelFunction {
    let scale = flipped.map { $0 ? -ExactNumber.one : .one }
    guard case .affine(let first) = steps.first else {
      var result = self
      result.steps.insert(.affine(Affine(scale: scale, offset: [.zero])), at: 0)
      return result
    }
    var result = self
    let scales = flipped.indices.map { channel in
      flipped[channel] ? -first.scale(of: channel) : first.scale(of: channel)
    }
    result.steps[0] = .affine(Affine(scale: scales, offset: first.offset))
    return result
  }

  func rounded(_ rounding: ExactNumber.Rounding) -> ChannelFunction { appending(.round(rounding)) }

  private func appending(_ step: Step) -> ChannelFunction {
    var result = self
    result.steps.append(step)
    return result
  }

  /// 1 if the channel's function rises, −1 if it falls, 0 if it is constant.
  func direction(of channel: Int) -> Int {
    steps.reduce(1) { sign, step in
      if case .affine(let affine) = step { sign * affine.scale(of: channel).signum } else { sign }
    }
  }

  /// The exact value for an integer; nil if it takes sums of different roots.
  func value(at integer: Int, channel: Int) -> ExactNumber? {
    var value = ExactNumber(integer)
    for step in steps {
      guard let next = Self.apply(step, to: value, channel: channel) else { return nil }
      value = next
    }
    return value
  }

  private static func apply(
    _ step: Step, to value: ExactNumber, channel: Int
  ) -> ExactNumber? {
    switch step {
    case .affine(let affine):
      return (affine.scale(of: channel) * value).flatMap { $0 + affine.offset(of: channel) }
    case .clip(let low, let high):
      var value = value
      if let low, let difference = value - ExactNumber(low), difference.signum < 0 {
        value = ExactNumber(low)
      }
      if let high, let difference = value - ExactNumber(high), difference.signum > 0 {
        value = ExactNumber(high)
      }
      return value
    case .leak(let slopes):
      let slope = slopes[slopes.count == 1 ? 0 : channel]
      return value.signum < 0 ? value * ExactNumber(slope) : value
    case .sign:
      return ExactNumber(value.signum)
    case .round(let rounding):
      return value.rounded(rounding).map { ExactNumber($0) }
    }
  }

  /// Element by element; a list of one goes with every element of the other.
  static func combined(
    _ left: [ExactNumber], _ right: [ExactNumber],
    _ operation: (ExactNumber, ExactNumber) -> ExactNumber?
  ) -> [ExactNumber]? {
    let count = max(left.count, right.count)
    var result: [ExactNumber] = []
    for index in 0..<count {
      let pair = (left[left.count == 1 ? 0 : index], right[right.count == 1 ? 0 : index])
      guard let value = operation(pair.0, pair.1) else { return nil }
      result.append(value)
    }
    return result
  }
}
