/// The sum of two maps of one shape, element by element; bits count as ±1.
public struct Add: LayerSemantics {
  public init() {}

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .integer(Self.range(of: inputs)))
  }

  /// All sums that the inputs' ranges allow.
  static func range(of inputs: [TensorType]) -> ClosedRange<Int> {
    let ranges = inputs.map(\.element.values)
    return ranges.dropFirst().reduce(ranges[0]) {
      $0.lowerBound + $1.lowerBound...$0.upperBound + $1.upperBound
    }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let (left, right) = (inputs[0].signedValues, inputs[1].signedValues)
    return Tensor(
      shape: inputs[0].shape, frames: inputs[0].frames,
      values: .integers(zip(left, right).map { $0 + $1 }))
  }
}

struct AddDeclaration: LayerDeclaration {
  static let inputCount = 2

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {}

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    for input in inputs where !input.element.isSummable {
      sink.report(
        .wrongElement(
          input.element, wanted: "±1 or integers", of: .add, at: anchor,
          hint: "put 'sign' or 'scale_bias' before it"))
      return nil
    }
    guard inputs[0].shape == inputs[1].shape else {
      sink.report(.unequalShapes(inputs, of: .add, at: anchor))
      return nil
    }
    guard BinaryConv.fits(Add.range(of: inputs), at: anchor, into: &sink) else { return nil }
    return .add(Add())
  }
}

extension Diagnostic {
  static func unequalShapes(
    _ inputs: [TensorType], of kind: LayerKind, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "shape.unequal", at: anchor,
      "the inputs are \(inputs[0].shape) and \(inputs[1].shape), but '\(kind.rawValue)' needs equal "
        + "shapes",
      hint: "a shortcut must pool or stride where the other way does")
  }
}
