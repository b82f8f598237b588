/// Fixed-point scores: `score = x · scale + bias` per channel, integers in units of
/// 2^−fractionBits.
public struct ScaleBias: LayerSemantics {
  /// One per channel: round(scale · 2^fractionBits), half to even.
  public let scale: [Int]
  /// One per channel: round(bias · 2^fractionBits), half to even.
  public let bias: [Int]
  /// Binary digits after the point; says how to read the result, changes no bit of it.
  public let fractionBits: Int

  public init(scale: [Int], bias: [Int], fractionBits: Int) {
    self.scale = scale
    self.bias = bias
    self.fractionBits = fractionBits
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    guard case .integer(let range) = inputs[0].element else {
      preconditionFailure("bnn-hw bug: scale_bias of a type that check refuses")
    }
    return TensorType(shape: inputs[0].shape, element: .integer(outputRange(for: range)))
  }

  /// The smallest range that holds every score of every channel.
  func outputRange(for range: ClosedRange<Int>) -> ClosedRange<Int> {
    let ends = zip(scale, bias).flatMap { scale, bias in
      [range.lowerBound * scale + bias, range.upperBound * scale + bias]
    }
    return ends.reduce(ends[0]...ends[0]) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let channels = input.shape.channels
    let scores = input.integers.enumerated().map { index, value in
      Int32(Int(value) * scale[index % channels] + bias[index % channels])
    }
    return Tensor(shape: input.shape, frames: input.frames, values: .integers(scores))
  }
}

struct ScaleBiasDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let scale: ChannelValues<Int>
  private let bias: ChannelValues<Int>
  private let fractionBits: Int

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let fractionBits = FixedPoint.fractionBits(of: &reader, into: &sink)
    let unit = 1 << (fractionBits ?? 0)
    let scale = Self.fixedPoint("scale", default: 1, unit: unit, of: &reader, into: &sink)
    let bias = Self.fixedPoint("bias", default: 0, unit: unit, of: &reader, into: &sink)
    guard let fractionBits, let scale, let bias else { return nil }
    self.fractionBits = fractionBits
    self.scale = scale
    self.bias = bias
  }

  private static func fixedPoint(
    _ key: String, default value: Int, unit: Int, of reader: inout ObjectReader,
    into sink: inout DiagnosticSink
  ) -> ChannelValues<Int>? {
    guard let place = reader.optional(key) else { return ChannelValues(every: value * unit) }
    return FixedPoint.values(place, unit: unit, into: &sink)
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer(let range) = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .scaleBias, at: anchor,
          hint: "take the sums of 'binary_dense'"))
      return nil
    }
    let channels = inputs[0].shape.channels
    let scale = scale.resolve(channels: channels, into: &sink)
    let bias = bias.resolve(channels: channels, into: &sink)
    guard let scale, let bias else { return nil }
    let layer = ScaleBias(scale: scale, bias: bias, fractionBits: fractionBits)
    let output = layer.outputRange(for: range)
    guard FixedPoint.fits(output, at: anchor, into: &sink) else { return nil }
    return .scaleBias(layer)
  }
}
