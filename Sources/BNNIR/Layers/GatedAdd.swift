/// A sum whose second term counts only where the first one reaches its channel's threshold:
/// `y = a + b` where a ≥ T, else `y = a`. A bit as second term counts as ±1.
public struct GatedAdd: LayerSemantics {
  /// One per channel: for which a the second term counts.
  public let rules: [Threshold.Rule]

  public init(rules: [Threshold.Rule]) {
    self.rules = rules
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .integer(outputRange(for: inputs)))
  }

  /// The smallest range that holds what every channel gives, if both inputs take all values.
  func outputRange(for inputs: [TensorType]) -> ClosedRange<Int> {
    guard case .integer(let a) = inputs[0].element else {
      preconditionFailure("bnn-hw bug: gated_add of a type that check refuses")
    }
    let b = inputs[1].element.values
    let ends = Set(rules).flatMap { rule in
      rule.parts(of: a).flatMap { part in
        part.holds
          ? [part.range.lowerBound + b.lowerBound, part.range.upperBound + b.upperBound]
          : [part.range.lowerBound, part.range.upperBound]
      }
    }
    return ends.reduce(ends[0]...ends[0]) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let values = zip(inputs[0].integers, inputs[1].signedValues).enumerated().map { index, pair in
      rules[index % rules.count].holds(for: Int(pair.0)) ? pair.0 + pair.1 : pair.0
    }
    return Tensor(shape: inputs[0].shape, frames: inputs[0].frames, values: .integers(values))
  }
}

extension Threshold.Rule {
  /// The one or two parts of a range in which the rule holds throughout or not at all.
  fileprivate func parts(
    of range: ClosedRange<Int>
  ) -> [(range: ClosedRange<Int>, holds: Bool)] {
    // The last integer of the lower part.
    let last: Int
    switch self {
    case .atLeast(let bound): last = bound - 1
    case .atMost(let bound): last = bound
    case .always, .never: last = range.upperBound
    }
    if last < range.lowerBound || last >= range.upperBound {
      return [(range, holds(for: range.lowerBound))]
    }
    return [range.lowerBound...last, last + 1...range.upperBound]
      .map { ($0, holds(for: $0.lowerBound)) }
  }
}

struct GatedAddDeclaration: LayerDeclaration {
  static let inputCount = 2

  private let rules: ChannelRules

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    guard let rules = ChannelRules(from: &reader, into: &sink) else { return nil }
    self.rules = rules
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers first", of: .gatedAdd, at: anchor,
          hint: "the first input is compared; a bit can only be the second"))
      return nil
    }
    guard inputs[1].element.isSummable else {
      sink.report(
        .wrongElement(
          inputs[1].element, wanted: "±1 or integers", of: .gatedAdd, at: anchor,
          hint: "put 'sign' or 'scale_bias' before it"))
      return nil
    }
    guard inputs[0].shape == inputs[1].shape else {
      sink.report(.unequalShapes(inputs, of: .gatedAdd, at: anchor))
      return nil
    }
    guard let rules = rules.resolve(channels: inputs[0].shape.channels, into: &sink) else {
      return nil
    }
    let layer = GatedAdd(rules: rules)
    guard BinaryConv.fits(layer.outputRange(for: inputs), at: anchor, into: &sink) else {
      return nil
    }
    return .gatedAdd(layer)
  }
}
