/// `y = gamma · (x − mean) / √(variance + epsilon) + beta` per channel, in exact real arithmetic.
///
/// The parameters are the 64-bit floats of the document, taken as exact numbers. Only signs of y
/// are ever needed, and those are decided without rounding.
public struct BatchNorm: LayerSemantics {
  public struct Channel: Hashable, Sendable {
    public let gamma: Double
    public let beta: Double
    public let mean: Double
    public let variance: Double
    public let epsilon: Double

    public init(gamma: Double, beta: Double, mean: Double, variance: Double, epsilon: Double) {
      self.gamma = gamma
      self.beta = beta
      self.mean = mean
      self.variance = variance
      self.epsilon = epsilon
    }
  }

  public let channels: [Channel]

  public init(channels: [Channel]) {
    self.channels = channels
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .real)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    Tensor(
      shape: inputs[0].shape, frames: inputs[0].frames,
      values: .normalized(inputs[0].integers, self))
  }

  /// The exact sign of y for x: −1, 0 or 1.
  public func sign(of x: Int, channel: Int) -> Int {
    channels[channel].sign(of: x)
  }
}

extension BatchNorm.Channel {
  /// With s = √(variance + epsilon) > 0, y has the sign of p + beta·s where p = gamma·(x − mean).
  /// If p and beta pull in different directions, p² is compared with beta²·s², which is rational.
  func sign(of x: Int) -> Int {
    let p = Dyadic(gamma) * (Dyadic(x) - Dyadic(mean))
    let beta = Dyadic(beta)
    if p.signum == 0 || beta.signum == 0 || p.signum == beta.signum {
      return p.signum == 0 ? beta.signum : p.signum
    }
    let squares = p * p - beta * beta * (Dyadic(variance) + Dyadic(epsilon))
    return squares.signum * p.signum
  }
}

struct BatchNormDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let gamma: ChannelValues<Double>
  private let beta: ChannelValues<Double>
  private let mean: ChannelValues<Double>
  private let variance: ChannelValues<Double>
  private let epsilon: Double

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let gamma = Self.optional("gamma", default: 1, of: &reader, into: &sink)
    let beta = Self.optional("beta", default: 0, of: &reader, into: &sink)
    let mean = reader.required("mean", "the moving mean of each channel", into: &sink)
      .flatMap { Self.values($0, into: &sink) }
    let epsilon = reader.required("epsilon", "the number added to the variance", into: &sink)
      .flatMap { $0.real(into: &sink) }
    let variance = reader.required("variance", "the moving variance of each channel", into: &sink)
      .flatMap { Self.variances($0, epsilon: epsilon, into: &sink) }
    guard let gamma, let beta, let mean, let variance, let epsilon else { return nil }
    self.gamma = gamma
    self.beta = beta
    self.mean = mean
    self.variance = variance
    self.epsilon = epsilon
  }

  private static func optional(
    _ key: String, default value: Double, of reader: inout ObjectReader,
    into sink: inout DiagnosticSink
  ) -> ChannelValues<Double>? {
    guard let place = reader.optional(key) else { return ChannelValues(every: value) }
    return values(place, into: &sink)
  }

  private static func values(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> ChannelValues<Double>? {
    ChannelValues(place, into: &sink) { place, sink in place.real(into: &sink) }
  }

  /// Not negative, and above 0 when epsilon, if that could be read, is added.
  private static func variances(
    _ place: JSONPlace, epsilon: Double?, into sink: inout DiagnosticSink
  ) -> ChannelValues<Double>? {
    ChannelValues(place, into: &sink) { place, sink in
      guard let value = place.real(into: &sink) else { return nil }
      if value < 0 {
        sink.report(.negativeVariance(value, at: place.anchor))
      } else if let epsilon, value <= -epsilon {
        sink.report(.noSpread(value, epsilon: epsilon, at: place.anchor))
      } else {
        return value
      }
      return nil
    }
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .batchNorm, at: anchor,
          hint: "batch normalisation stands between 'binary_dense' and 'sign'"))
      return nil
    }
    let count = inputs[0].shape.channels
    let gamma = gamma.resolve(channels: count, into: &sink)
    let beta = beta.resolve(channels: count, into: &sink)
    let mean = mean.resolve(channels: count, into: &sink)
    let variance = variance.resolve(channels: count, into: &sink)
    guard let gamma, let beta, let mean, let variance else { return nil }
    let channels = (0..<count).map {
      BatchNorm.Channel(
        gamma: gamma[$0], beta: beta[$0], mean: mean[$0], variance: variance[$0], epsilon: epsilon)
    }
    return .batchNorm(BatchNorm(channels: channels))
  }
}

extension Diagnostic {
  fileprivate static func negativeVariance(_ value: Double, at anchor: Anchor) -> Diagnostic {
    Diagnostic("value.variance", at: anchor, "variance \(value) is negative")
  }

  fileprivate static func noSpread(
    _ value: Double, epsilon: Double, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "value.epsilon", at: anchor,
      "variance \(value) with epsilon \(epsilon) is not above 0, but its root is a divisor",
      hint: "frameworks have an epsilon of 1e-5 (PyTorch) or 1e-3 (Keras)")
  }
}
