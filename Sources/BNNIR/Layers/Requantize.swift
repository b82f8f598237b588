/// `y = clip(round(x / 2^shift), minimum, maximum)` for every integer: fewer bits, a rectifier, or
/// both.
public struct Requantize: LayerSemantics {
  /// Where a quotient goes that is not whole.
  public enum Rounding: String, CaseIterable, Sendable {
    /// To the nearest integer, ⌊v + ½⌋; a half goes up.
    case halfUp = "half_up"
    /// To the nearest integer; a half goes to the even one.
    case halfEven = "half_even"
    /// To the integer below.
    case floor
  }

  /// Of 0…31.
  public let shift: Int
  public let rounding: Rounding
  /// What smaller results become; nil leaves them.
  public let minimum: Int?
  /// What larger results become; nil leaves them. Not below the minimum.
  public let maximum: Int?

  public init(shift: Int, rounding: Rounding, minimum: Int?, maximum: Int?) {
    self.shift = shift
    self.rounding = rounding
    self.minimum = minimum
    self.maximum = maximum
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    guard case .integer(let range) = inputs[0].element else {
      preconditionFailure("bnn-hw bug: requantize of a type that check refuses")
    }
    return TensorType(shape: inputs[0].shape, element: .integer(outputRange(for: range)))
  }

  /// Rounding and clipping keep the order, so the ends stay the ends.
  public func outputRange(for range: ClosedRange<Int>) -> ClosedRange<Int> {
    result(of: range.lowerBound)...result(of: range.upperBound)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let values = inputs[0].integers.map { Int32(result(of: Int($0))) }
    return Tensor(
      shape: inputs[0].shape, frames: inputs[0].frames, values: .integers(values))
  }

  func result(of value: Int) -> Int {
    var result = rounded(value)
    if let maximum { result = min(result, maximum) }
    if let minimum { result = max(result, minimum) }
    return result
  }

  /// The quotient before it is clipped.
  public func rounded(_ value: Int) -> Int {
    let quotient = value >> shift
    // Twice the remainder against the divisor: which half of the way to the next integer.
    let excess = 2 * (value - quotient << shift) - 1 << shift
    return switch rounding {
    case .floor: quotient
    case .halfUp: excess >= 0 ? quotient + 1 : quotient
    case .halfEven:
      excess > 0 || (excess == 0 && !quotient.isMultiple(of: 2)) ? quotient + 1 : quotient
    }
  }
}

struct RequantizeDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let layer: Requantize

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let shift = reader.optional("shift").map { $0.integer(in: 0...31, into: &sink) } ?? 0
    let rounding =
      reader.optional("rounding").map {
        $0.choice(of: Requantize.Rounding.self, into: &sink)
      } ?? .halfUp
    let bounds = ["minimum", "maximum"].map { key in
      reader.optional(key).map { $0.integer(in: -(1 << 31)...(1 << 31) - 1, into: &sink) }
    }
    // A bound that was given and refused is an inner nil.
    if bounds.contains(.some(nil)) { return nil }
    let (minimum, maximum) = (bounds[0] ?? nil, bounds[1] ?? nil)
    if let minimum, let maximum, minimum > maximum {
      sink.report(.bounds(minimum, maximum, at: reader.anchor))
      return nil
    }
    guard let shift, let rounding else { return nil }
    layer = Requantize(shift: shift, rounding: rounding, minimum: minimum, maximum: maximum)
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .requantize, at: anchor,
          hint: "take sums, or what 'scale_bias' makes of them"))
      return nil
    }
    return .requantize(layer)
  }
}

extension Diagnostic {
  fileprivate static func bounds(_ minimum: Int, _ maximum: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.bounds", at: anchor,
      "'minimum' is \(minimum), but 'maximum' is \(maximum)",
      hint: "every result is at least the one and at most the other")
  }
}
