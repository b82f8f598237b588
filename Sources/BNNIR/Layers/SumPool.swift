/// The sum of the values under each window, per channel: an average pool without its division,
/// which the `batch_norm`, `sign` or `scale_bias` behind it absorbs. Padding adds nothing.
public struct SumPool: LayerSemantics {
  public let geometry: WindowGeometry

  public init(geometry: WindowGeometry) {
    self.geometry = geometry
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(
      shape: geometry.pooledShape(of: inputs[0].shape),
      element: .integer(range(of: inputs[0].element)))
  }

  /// The sums of up to all taps, or of exactly all if there is no padding.
  func range(of element: ElementType) -> ClosedRange<Int> {
    let values =
      switch element {
      case .bipolar: -1...1
      case .integer(let range): range
      case .classIndex, .real: preconditionFailure("bnn-hw bug: a sum of \(element)")
      }
    let (low, high) = (values.lowerBound * geometry.taps, values.upperBound * geometry.taps)
    return geometry.padding == .none ? low...high : min(low, 0)...max(high, 0)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let shape = geometry.pooledShape(of: input.shape)
    let channels = shape.channels
    var sums = [Int32](repeating: 0, count: input.frames * shape.elements)
    switch input.values {
    case .bits(let bits):
      geometry.forEachTap(over: input.shape, frames: input.frames) { target, source in
        for channel in 0..<channels {
          sums[target * channels + channel] += bits[source, channel] ? 1 : -1
        }
      }
    case .integers(let values):
      geometry.forEachTap(over: input.shape, frames: input.frames) { target, source in
        for channel in 0..<channels {
          sums[target * channels + channel] += values[source * channels + channel]
        }
      }
    case .normalized: preconditionFailure("bnn-hw bug: a pool of reals")
    }
    return Tensor(shape: shape, frames: input.frames, values: .integers(sums))
  }
}

struct SumPoolDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let window: WindowDeclaration

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let window = WindowDeclaration(from: &reader, strideDefaultsToKernel: true, into: &sink)
    guard let window else { return nil }
    self.window = window
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard inputs[0].element.isSummable else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "±1 or integers", of: .sumPool, at: anchor,
          hint: "put the pool before the batch_norm or behind the sign"))
      return nil
    }
    let shape = inputs[0].shape
    guard window.check(shape, outputChannels: shape.channels, into: &sink) else { return nil }
    let pool = SumPool(geometry: window.geometry)
    guard BinaryConv.fits(pool.range(of: inputs[0].element), at: anchor, into: &sink) else {
      return nil
    }
    return .sumPool(pool)
  }
}
