/// A convolution as its document says it.
struct BinaryConvDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let rows: HexRows
  private let convolution: ConvolutionDeclaration

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let rows = HexRows(from: &reader, count: "filters", "the number of filters", into: &sink)
    let convolution = ConvolutionDeclaration(from: &reader, into: &sink)
    guard let rows, let convolution else { return nil }
    self.rows = rows
    self.convolution = convolution
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    let checked = convolution.check(
      inputs[0], filters: rows.count, of: .binaryConv, at: anchor, into: &sink)
    guard let checked,
      BinaryConv.sumsFit(checked.columns, inputs[0].element, at: anchor, into: &sink),
      let weights = rows.matrix(columns: checked.columns, into: &sink)
    else { return nil }
    return .binaryConv(
      BinaryConv(
        weights: weights, geometry: checked.geometry, paddingValue: checked.paddingValue,
        groups: checked.groups))
  }
}

extension BinaryConv {
  /// Reports sums of `synapses` values that 32 bits do not hold.
  static func sumsFit(
    _ synapses: Int, _ element: ElementType, at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Bool {
    fits(sums(of: synapses, element), at: anchor, into: &sink)
  }

  /// Reports a range of sums that 32 bits do not hold.
  static func fits(
    _ range: ClosedRange<Int>, at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Bool {
    if range.signedBits <= 32 { return true }
    sink.report(.sumsTooWide(range, at: anchor))
    return false
  }
}

extension Diagnostic {
  fileprivate static func sumsTooWide(
    _ range: ClosedRange<Int>, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "type.width", at: anchor,
      "the sums reach \(range.lowerBound)…\(range.upperBound), but 32 bits are the widest sum",
      hint: "give the input a table of smaller integers")
  }
}
