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

  private enum Sense: String, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
  }

  private let bounds: ChannelValues<Int>
  private let senses: ChannelValues<Sense>

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let bounds = reader.required("thresholds", "one integer per channel", into: &sink).flatMap {
      ChannelValues($0, into: &sink) { place, sink in
        place.integer(in: -(1 << 31)...(1 << 31), into: &sink)
      }
    }
    let senses: ChannelValues<Sense>?
    if let place = reader.optional("sense") {
      senses = ChannelValues(place, into: &sink) { place, sink in
        place.choice(of: Sense.self, into: &sink)
      }
    } else {
      senses = ChannelValues(every: .atLeast)
    }
    guard let bounds, let senses else { return nil }
    self.bounds = bounds
    self.senses = senses
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
    let channels = inputs[0].shape.channels
    let bounds = bounds.resolve(channels: channels, into: &sink)
    let senses = senses.resolve(channels: channels, into: &sink)
    guard let bounds, let senses else { return nil }
    let rules = zip(bounds, senses).map { bound, sense -> Threshold.Rule in
      switch sense {
      case .atLeast: .atLeast(bound)
      case .atMost: .atMost(bound)
      }
    }
    return .threshold(Threshold(rules: rules))
  }
}
