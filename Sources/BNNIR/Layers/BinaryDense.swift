/// A fully connected layer of ±1 weights on ±1 values or integers: `acc[n] = Σ w[n][i]·x[i]`.
///
/// The input is flattened in the order (y, x, channel). The sum over N ±1
/// synapses is 2·popcount(xnor) − N, so it has the parity of N and lies in −N…N.
public struct BinaryDense: LayerSemantics {
  /// One row per neuron, MH × MW; bit 1 = +1.
  public let weights: BitMatrix

  public init(weights: BitMatrix) {
    self.weights = weights
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(
      shape: TensorShape(vector: weights.rows),
      element: .integer(BinaryConv.sums(of: weights.columns, inputs[0].element)))
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let sums: [Int32]
    switch inputs[0].values {
    case .bits(let bits):
      let flat = bits.joiningRows(by: inputs[0].shape.pixels)
      sums = BitKernels.dotProducts(flat, weights)
    case .integers(let integers):
      sums = BitKernels.signedSums(integers, columns: weights.columns, weights)
    case .normalized: preconditionFailure("bnn-hw bug: binary weights on reals")
    }
    return Tensor(
      shape: TensorShape(vector: weights.rows), frames: inputs[0].frames, values: .integers(sums))
  }
}

struct BinaryDenseDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let rows: HexRows

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let rows = HexRows(from: &reader, count: "units", "the number of neurons", into: &sink)
    guard let rows else { return nil }
    self.rows = rows
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard inputs[0].element.isSummable else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "±1 or integers", of: .binaryDense, at: anchor,
          hint: "put 'sign' behind the batch_norm"))
      return nil
    }
    let columns = inputs[0].shape.elements
    guard BinaryConv.sumsFit(columns, inputs[0].element, at: anchor, into: &sink) else {
      return nil
    }
    return rows.matrix(columns: columns, into: &sink)
      .map { .binaryDense(BinaryDense(weights: $0)) }
  }
}
