/// A fully connected layer of integer weights on ±1 values or integers: `sum[n] = Σ w[n][i]·x[i]`.
///
/// The input is flattened in the order (y, x, channel).
public struct IntegerDense: LayerSemantics {
  /// One row per neuron.
  public let weights: IntegerMatrix

  public init(weights: IntegerMatrix) {
    self.weights = weights
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(
      shape: TensorShape(vector: weights.rows), element: .integer(sums(of: inputs[0].element)))
  }

  /// All sums of all neurons.
  func sums(of element: ElementType) -> ClosedRange<Int> {
    weights.sums(of: element.values).hull
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let sums = BitKernels.integerSums(
      inputs[0].signedValues, columns: weights.columns, weights)
    return Tensor(
      shape: TensorShape(vector: weights.rows), frames: inputs[0].frames, values: .integers(sums))
  }
}

struct IntegerDenseDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let rows: IntegerRows

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let rows = IntegerRows(from: &reader, count: "units", "the number of neurons", into: &sink)
    guard let rows else { return nil }
    self.rows = rows
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard inputs[0].element.isSummable else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "±1 or integers", of: .integerDense, at: anchor,
          hint: "put 'sign' behind the batch_norm"))
      return nil
    }
    guard let weights = rows.matrix(columns: inputs[0].shape.elements, into: &sink) else {
      return nil
    }
    let layer = IntegerDense(weights: weights)
    guard BinaryConv.fits(layer.sums(of: inputs[0].element), at: anchor, into: &sink) else {
      return nil
    }
    return .integerDense(layer)
  }
}
