/// `x > 0` gives +1, `x < 0` gives −1, and zero gives what the network says.
public struct Sign: LayerSemantics {
  /// Whether sign(0) is +1.
  public let zeroIsPositive: Bool

  public init(zeroIsPositive: Bool) {
    self.zeroIsPositive = zeroIsPositive
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(shape: inputs[0].shape, element: .bipolar)
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let channels = input.shape.channels
    var bits = BitMatrix(rows: input.frames * input.shape.pixels, columns: channels)
    switch input.values {
    case .bits: preconditionFailure("bnn-hw bug: sign of a bipolar tensor")
    case .integers(let values):
      for (index, value) in values.enumerated() where isPositive(Int(value).signum()) {
        bits[index / channels, index % channels] = true
      }
    case .normalized(let values, let norm):
      for (index, value) in values.enumerated()
      where isPositive(norm.sign(of: Int(value), channel: index % channels)) {
        bits[index / channels, index % channels] = true
      }
    }
    return Tensor(shape: input.shape, frames: input.frames, values: .bits(bits))
  }

  func isPositive(_ signum: Int) -> Bool {
    signum == 0 ? zeroIsPositive : signum > 0
  }
}

struct SignDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let sign: Sign

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    guard let zero = reader.optional("zero") else {
      sign = Sign(zeroIsPositive: true)
      return
    }
    guard let value = zero.integer(in: -1...1, into: &sink) else { return nil }
    if value == 0 {
      sink.report(.zeroOfSign(at: zero.anchor))
      return nil
    }
    sign = Sign(zeroIsPositive: value == 1)
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    switch inputs[0].element {
    case .integer, .real: return .sign(sign)
    case .bipolar, .classIndex:
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers or the reals of batch_norm", of: .sign, at: anchor,
          hint: "the input has its sign already; leave this layer out"))
      return nil
    }
  }
}

extension Diagnostic {
  fileprivate static func zeroOfSign(at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.zero", at: anchor, "sign(0) is 0, but expected 1 or -1",
      hint: "binarized values are only +1 and -1; frameworks take +1")
  }
}
