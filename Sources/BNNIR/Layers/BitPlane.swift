/// One bit of every integer as ±1: 1 is +1. Negative integers are in two's complement, of any
/// width.
public struct BitPlane: LayerSemantics {
  /// Of 0…31; 0 is the lowest.
  public let bit: Int

  public init(bit: Int) {
    self.bit = bit
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .bipolar)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let channels = input.shape.channels
    var bits = BitMatrix(rows: input.frames * input.shape.pixels, columns: channels)
    for (index, value) in input.integers.enumerated() where value >> Int32(bit) & 1 == 1 {
      bits[index / channels, index % channels] = true
    }
    return Tensor(shape: input.shape, frames: input.frames, values: .bits(bits))
  }
}

struct BitPlaneDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let layer: BitPlane

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let bit = reader.required("bit", "the number of a bit, 0 the lowest", into: &sink)
      .flatMap { $0.integer(in: 0...31, into: &sink) }
    guard let bit else { return nil }
    layer = BitPlane(bit: bit)
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .bitPlane, at: anchor,
          hint: "a bit has no planes; 'multi_threshold' gives integers of several bits"))
      return nil
    }
    return .bitPlane(layer)
  }
}
