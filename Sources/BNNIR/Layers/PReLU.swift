/// A rectifier with a slope per channel, in fixed point: `y = x · 2^fractionBits` where x ≥ 0, else
/// `y = x · slope`; integers in units of 2^−fractionBits.
public struct PReLU: LayerSemantics {
  /// One per channel: round(slope · 2^fractionBits), half to even.
  public let slope: [Int]
  /// Binary digits after the point.
  public let fractionBits: Int

  public init(slope: [Int], fractionBits: Int) {
    self.slope = slope
    self.fractionBits = fractionBits
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    guard case .integer(let range) = inputs[0].element else {
      preconditionFailure("bnn-hw bug: prelu of a type that check refuses")
    }
    return TensorType(shape: inputs[0].shape, element: .integer(outputRange(for: range)))
  }

  /// The smallest range that holds every result of every channel: each side of 0 is a line, so its
  /// ends are enough.
  func outputRange(for range: ClosedRange<Int>) -> ClosedRange<Int> {
    let sides = [min(range.lowerBound, -1)...(-1), 0...max(range.upperBound, 0)]
      .filter { $0.overlaps(range) }
    let ends = sides.flatMap { side in
      let met = side.clamped(to: range)
      return [met.lowerBound, met.upperBound]
    }
    let results = slope.indices.flatMap { channel in
      ends.map { value(of: $0, channel: channel) }
    }
    return results.reduce(results[0]...results[0]) {
      min($0.lowerBound, $1)...max($0.upperBound, $1)
    }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let channels = inputs[0].shape.channels
    let values = inputs[0].integers.enumerated().map { index, value in
      Int32(self.value(of: Int(value), channel: index % channels))
    }
    return Tensor(shape: inputs[0].shape, frames: inputs[0].frames, values: .integers(values))
  }

  func value(of x: Int, channel: Int) -> Int {
    x * (x >= 0 ? 1 << fractionBits : slope[channel])
  }
}

struct PReLUDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let slope: ChannelValues<Int>
  private let fractionBits: Int

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let fractionBits = FixedPoint.fractionBits(of: &reader, into: &sink)
    let slope = reader.required("slope", "what negative numbers are multiplied by", into: &sink)
      .flatMap { FixedPoint.values($0, unit: 1 << (fractionBits ?? 0), into: &sink) }
    guard let fractionBits, let slope else { return nil }
    self.fractionBits = fractionBits
    self.slope = slope
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer(let range) = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .prelu, at: anchor,
          hint: "take sums, or what 'scale_bias' makes of them"))
      return nil
    }
    guard let slope = slope.resolve(channels: inputs[0].shape.channels, into: &sink) else {
      return nil
    }
    let layer = PReLU(slope: slope, fractionBits: fractionBits)
    let output = layer.outputRange(for: range)
    guard FixedPoint.fits(output, at: anchor, into: &sink) else { return nil }
    return .prelu(layer)
  }
}
