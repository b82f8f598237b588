/// Turns integers into bits by one rule per channel.
public struct Threshold: LayerSemantics {
  /// When a channel's bit is 1 (its value +1).
  public enum Rule: Hashable, Sendable {
    case atLeast(Int)
    case atMost(Int)
    case always
    case never

    public func holds(for value: Int) -> Bool {
      switch self {
      case .atLeast(let bound): value >= bound
      case .atMost(let bound): value <= bound
      case .always: true
      case .never: false
      }
    }
  }

  /// One per channel.
  public let rules: [Rule]

  public init(rules: [Rule]) {
    self.rules = rules
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .bipolar)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let bits = BitKernels.threshold(input.integers, rules: rules)
    return Tensor(shape: input.shape, frames: input.frames, values: .bits(bits))
  }
}

struct ThresholdDeclaration: LayerDeclaration {
  static let inputCount = 1

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
          inputs[0].element, wanted: "integers", of: .threshold, at: anchor,
          hint: "a 'batch_norm' is followed by 'sign'; thresholds stand for both"))
      return nil
    }
    return rules.resolve(channels: inputs[0].shape.channels, into: &sink)
      .map { .threshold(Threshold(rules: $0)) }
  }
}
