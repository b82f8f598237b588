/// The channels of two maps of one height and width, those of the first one first.
public struct Concat: LayerSemantics {
  public init() {}

  public func outputType(for inputs: [TensorType]) -> TensorType {
    let shape = inputs[0].shape
    return TensorType(
      shape: TensorShape(
        height: shape.height, width: shape.width,
        channels: inputs.reduce(0) { $0 + $1.shape.channels }),
      element: Self.element(of: inputs))
  }

  private static func element(of inputs: [TensorType]) -> ElementType {
    switch (inputs[0].element, inputs[1].element) {
    case (.integer(let left), .integer(let right)):
      .integer(
        min(left.lowerBound, right.lowerBound)...max(left.upperBound, right.upperBound))
    case (let element, _): element
    }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let channels = inputs[0].shape.channels + inputs[1].shape.channels
    let shape = TensorShape(
      height: inputs[0].shape.height, width: inputs[0].shape.width, channels: channels)
    let values: Tensor.Values
    switch (inputs[0].values, inputs[1].values) {
    case (.bits(let left), .bits(let right)): values = .bits(left.joiningColumns(of: right))
    case (.integers(let left), .integers(let right)):
      let (leftCount, rightCount) = (inputs[0].shape.channels, inputs[1].shape.channels)
      var joined: [Int32] = []
      joined.reserveCapacity(left.count + right.count)
      for pixel in 0..<left.count / leftCount {
        joined += left[pixel * leftCount..<(pixel + 1) * leftCount]
        joined += right[pixel * rightCount..<(pixel + 1) * rightCount]
      }
      values = .integers(joined)
    case (.bits, _), (.integers, _), (.normalized, _):
      preconditionFailure("bnn-hw bug: a concatenation of different elements")
    }
    return Tensor(shape: shape, frames: inputs[0].frames, values: values)
  }
}

struct ConcatDeclaration: LayerDeclaration {
  static let inputCount = 2

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {}

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    for input in inputs where !input.element.isSummable {
      sink.report(
        .wrongElement(
          input.element, wanted: "±1 or integers", of: .concat, at: anchor,
          hint: "put 'sign' or 'scale_bias' before it"))
      return nil
    }
    let (left, right) = (inputs[0], inputs[1])
    guard left.shape.height == right.shape.height, left.shape.width == right.shape.width else {
      sink.report(.unequalMaps(inputs, at: anchor))
      return nil
    }
    guard (left.element == .bipolar) == (right.element == .bipolar) else {
      sink.report(.mixedElements(inputs, at: anchor))
      return nil
    }
    return .concat(Concat())
  }
}

extension BitMatrix {
  /// Each row followed by the same row of a matrix with as many rows.
  fileprivate func joiningColumns(of other: BitMatrix) -> BitMatrix {
    var joined = BitMatrix(rows: rows, columns: columns + other.columns)
    for row in 0..<rows {
      for column in 0..<columns where self[row, column] { joined[row, column] = true }
      for column in 0..<other.columns where other[row, column] {
        joined[row, columns + column] = true
      }
    }
    return joined
  }
}

extension Diagnostic {
  fileprivate static func unequalMaps(_ inputs: [TensorType], at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "shape.unequal", at: anchor,
      "the inputs are \(inputs[0].shape) and \(inputs[1].shape), but 'concat' needs maps of one "
        + "height and width")
  }

  fileprivate static func mixedElements(_ inputs: [TensorType], at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "type.mixed", at: anchor,
      "the inputs are \(inputs[0].element) and \(inputs[1].element), but 'concat' needs bits or "
        + "integers only",
      hint: "concatenate before the 'sign', or put one behind each")
  }
}
