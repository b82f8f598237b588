/// The largest value under each window, per channel. Padding never wins.
public struct MaxPool: LayerSemantics {
  public let geometry: WindowGeometry

  public init(geometry: WindowGeometry) {
    self.geometry = geometry
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: geometry.pooledShape(of: inputs[0].shape), element: inputs[0].element)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let shape = geometry.pooledShape(of: input.shape)
    switch input.values {
    case .bits(let bits):
      return Tensor(
        shape: shape, frames: input.frames,
        values: .bits(pooled(bits, input.shape, shape, frames: input.frames)))
    case .integers(let integers):
      return Tensor(
        shape: shape, frames: input.frames,
        values: .integers(pooled(integers, input.shape, shape, frames: input.frames)))
    case .normalized: preconditionFailure("bnn-hw bug: a pool of reals")
    }
  }

  /// The largest of ±1 is their OR.
  private func pooled(
    _ bits: BitMatrix, _ from: TensorShape, _ to: TensorShape, frames: Int
  ) -> BitMatrix {
    var result = BitMatrix(rows: frames * to.pixels, columns: to.channels)
    geometry.forEachTap(over: from, frames: frames) { target, source in
      result.formUnion(ofRow: target, withRow: source, of: bits)
    }
    return result
  }

  private func pooled(
    _ values: [Int32], _ from: TensorShape, _ to: TensorShape, frames: Int
  ) -> [Int32] {
    var result = [Int32](repeating: .min, count: frames * to.elements)
    geometry.forEachTap(over: from, frames: frames) { target, source in
      for channel in 0..<from.channels {
        let index = target * to.channels + channel
        result[index] = max(result[index], values[source * from.channels + channel])
      }
    }
    return result
  }
}

struct MaxPoolDeclaration: LayerDeclaration {
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
          inputs[0].element, wanted: "±1 or integers", of: .maxPool, at: anchor,
          hint: "put the pool before the batch_norm or behind the sign"))
      return nil
    }
    let shape = inputs[0].shape
    guard window.check(shape, outputChannels: shape.channels, into: &sink) else { return nil }
    guard window.geometry.everyWindowMeetsMap(shape) else {
      sink.report(.onlyPadding(at: anchor))
      return nil
    }
    return .maxPool(MaxPool(geometry: window.geometry))
  }
}

extension Diagnostic {
  fileprivate static func onlyPadding(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.pool-padding", at: anchor,
      "a window can lie in the padding alone, but every window needs a value",
      hint: "pad by less than the kernel covers")
  }
}
