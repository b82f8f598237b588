/// A convolution with integer weights on ±1 values or integers; see `BinaryConv` for its windows.
public struct IntegerConv: Convolution {
  /// One row per filter; columns in the order (ky, kx, channel of the group).
  public let weights: IntegerMatrix
  public let geometry: WindowGeometry
  public let paddingValue: PaddingValue
  public let groups: Int

  public init(
    weights: IntegerMatrix, geometry: WindowGeometry, paddingValue: PaddingValue, groups: Int
  ) {
    self.weights = weights
    self.geometry = geometry
    self.paddingValue = paddingValue
    self.groups = groups
  }

  public func with(weights: IntegerMatrix) -> IntegerConv {
    IntegerConv(
      weights: weights, geometry: geometry, paddingValue: paddingValue, groups: groups)
  }

  public var rows: Int { weights.rows }
  public var columns: Int { weights.columns }

  public func sum(ofRow row: Int, _ columns: Range<Int>) -> Int {
    columns.reduce(0) { $0 + Int(weights[row, $1]) }
  }

  /// What a window sees at a tap: an input, or 0 where it pads with that.
  public func inputs(of element: ElementType) -> ClosedRange<Int> {
    let values = element.values
    guard geometry.padding != .none, paddingValue == .zero else { return values }
    return min(values.lowerBound, 0)...max(values.upperBound, 0)
  }

  /// All sums of all filters.
  func sums(of element: ElementType) -> ClosedRange<Int> {
    weights.sums(of: inputs(of: element)).hull
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(
      shape: outputShape(for: inputs[0].shape), element: .integer(sums(of: inputs[0].element)))
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let value = paddingValue
    let windows = WindowIntegers(
      geometry: geometry, shape: input.shape, padding: { value.number(y: $0, x: $1) })
    let sums = groupedSums(channels: input.shape.channels) { channels, rows in
      BitKernels.integerSums(
        windows.rows(of: input.signedValues, frames: input.frames, channels: channels),
        columns: weights.columns, weights.rows(rows))
    }
    return Tensor(
      shape: outputShape(for: input.shape), frames: input.frames, values: .integers(sums))
  }
}

struct IntegerConvDeclaration: LayerDeclaration {
  static let inputCount = 1

  private let rows: IntegerRows
  private let convolution: ConvolutionDeclaration

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let rows = IntegerRows(from: &reader, count: "filters", "the number of filters", into: &sink)
    let convolution = ConvolutionDeclaration(from: &reader, into: &sink)
    guard let rows, let convolution else { return nil }
    self.rows = rows
    self.convolution = convolution
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    let checked = convolution.check(
      inputs[0], filters: rows.count, of: .integerConv, at: anchor, into: &sink)
    guard let checked, let weights = rows.matrix(columns: checked.columns, into: &sink) else {
      return nil
    }
    let layer = IntegerConv(
      weights: weights, geometry: checked.geometry, paddingValue: checked.paddingValue,
      groups: checked.groups)
    guard BinaryConv.fits(layer.sums(of: inputs[0].element), at: anchor, into: &sink) else {
      return nil
    }
    return .integerConv(layer)
  }
}
