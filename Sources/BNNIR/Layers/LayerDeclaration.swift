/// The kinds of layer that a network document can declare.
public enum LayerKind: String, CaseIterable, Sendable {
  case binaryDense = "binary_dense"
  case binaryConv = "binary_conv"
  case integerDense = "integer_dense"
  case integerConv = "integer_conv"
  case maxPool = "max_pool"
  case sumPool = "sum_pool"
  case batchNorm = "batch_norm"
  case sign
  case threshold
  case scaleBias = "scale_bias"
  case add
  case concat
  case requantize
  case prelu
  case multiThreshold = "multi_threshold"
  case bitPlane = "bit_plane"
  case gatedAdd = "gated_add"
  case select
  case argMax = "argmax"

  var declaration: any LayerDeclaration.Type {
    switch self {
    case .binaryDense: BinaryDenseDeclaration.self
    case .binaryConv: BinaryConvDeclaration.self
    case .integerDense: IntegerDenseDeclaration.self
    case .integerConv: IntegerConvDeclaration.self
    case .maxPool: MaxPoolDeclaration.self
    case .sumPool: SumPoolDeclaration.self
    case .batchNorm: BatchNormDeclaration.self
    case .sign: SignDeclaration.self
    case .threshold: ThresholdDeclaration.self
    case .scaleBias: ScaleBiasDeclaration.self
    case .add: AddDeclaration.self
    case .concat: ConcatDeclaration.self
    case .requantize: RequantizeDeclaration.self
    case .prelu: PReLUDeclaration.self
    case .multiThreshold: MultiThresholdDeclaration.self
    case .bitPlane: BitPlaneDeclaration.self
    case .gatedAdd: GatedAddDeclaration.self
    case .select: SelectDeclaration.self
    case .argMax: ArgMaxDeclaration.self
    }
  }
}

/// A layer as its document says it, before its inputs' types are known.
protocol LayerDeclaration: Sendable {
  /// Reads the kind's own keys; nil if one of them was wrong and reported.
  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink)

  /// Checks the declaration against the types of its inputs; nil if it was refused and reported.
  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer?

  /// How many inputs the layer takes.
  static var inputCount: Int { get }
}

extension Diagnostic {
  /// For an input whose element type the layer cannot take.
  static func wrongElement(
    _ actual: ElementType, wanted: String, of kind: LayerKind, at anchor: Anchor, hint: String
  ) -> Diagnostic {
    let advice =
      switch actual {
      case .bipolar, .integer, .real: hint
      case .classIndex: "argmax is the last layer of a network"
      }
    return Diagnostic(
      "type.element", at: anchor,
      "the input is \(actual), but \(kind.rawValue) needs \(wanted)", hint: advice)
  }
}
