/// The index of the largest channel of each pixel; the first of equals wins.
public struct ArgMax: LayerSemantics {
  public init() {}

  public func outputType(for inputs: [TensorType]) -> TensorType {
    let shape = inputs[0].shape
    return TensorType(
      shape: TensorShape(height: shape.height, width: shape.width, channels: 1),
      element: .classIndex(count: shape.channels))
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let channels = input.shape.channels
    let values = input.integers
    let winners = stride(from: 0, to: values.count, by: channels).map { start in
      var best = 0
      for channel in 1..<channels where values[start + channel] > values[start + best] {
        best = channel
      }
      return Int32(best)
    }
    let shape = TensorShape(height: input.shape.height, width: input.shape.width, channels: 1)
    return Tensor(shape: shape, frames: input.frames, values: .integers(winners))
  }
}

struct ArgMaxDeclaration: LayerDeclaration {
  static let inputCount = 1

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {}

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .argMax, at: anchor,
          hint: "take the sums of 'binary_dense' or the scores of 'scale_bias'"))
      return nil
    }
    guard inputs[0].shape.channels > 1 else {
      sink.report(.oneClass(at: anchor))
      return nil
    }
    return .argMax(ArgMax())
  }
}

extension Diagnostic {
  fileprivate static func oneClass(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.one-class", at: anchor, "the input has 1 channel, but argmax needs at least 2")
  }
}
