/// What a layer means: its type rule and its golden semantics. Knows nothing of hardware.
public protocol LayerSemantics: Hashable, Sendable {
  /// The type of the output; the inputs were accepted by the declaration's `check`.
  func outputType(for inputs: [TensorType]) -> TensorType

  /// The exact output values for a batch of frames.
  func evaluate(_ inputs: [Tensor]) -> Tensor
}

/// A checked layer of the graph. Closed: a new kind is a new case, and the compiler then points at
/// every switch that must know it.
public enum Layer: Hashable, Sendable {
  case input(InputLayer)
  case binaryDense(BinaryDense)
  case binaryConv(BinaryConv)
  case integerDense(IntegerDense)
  case integerConv(IntegerConv)
  case maxPool(MaxPool)
  case sumPool(SumPool)
  case batchNorm(BatchNorm)
  case sign(Sign)
  case threshold(Threshold)
  case scaleBias(ScaleBias)
  case add(Add)
  case concat(Concat)
  case requantize(Requantize)
  case prelu(PReLU)
  case multiThreshold(MultiThreshold)
  case bitPlane(BitPlane)
  case gatedAdd(GatedAdd)
  case select(Select)
  case argMax(ArgMax)

  public var semantics: any LayerSemantics {
    switch self {
    case .input(let layer): layer
    case .binaryDense(let layer): layer
    case .binaryConv(let layer): layer
    case .integerDense(let layer): layer
    case .integerConv(let layer): layer
    case .maxPool(let layer): layer
    case .sumPool(let layer): layer
    case .batchNorm(let layer): layer
    case .sign(let layer): layer
    case .threshold(let layer): layer
    case .scaleBias(let layer): layer
    case .add(let layer): layer
    case .concat(let layer): layer
    case .requantize(let layer): layer
    case .prelu(let layer): layer
    case .multiThreshold(let layer): layer
    case .bitPlane(let layer): layer
    case .gatedAdd(let layer): layer
    case .select(let layer): layer
    case .argMax(let layer): layer
    }
  }

  /// The kind's name in documents and messages.
  public var kindName: String {
    switch self {
    case .input: "input"
    case .binaryDense: LayerKind.binaryDense.rawValue
    case .binaryConv: LayerKind.binaryConv.rawValue
    case .integerDense: LayerKind.integerDense.rawValue
    case .integerConv: LayerKind.integerConv.rawValue
    case .maxPool: LayerKind.maxPool.rawValue
    case .sumPool: LayerKind.sumPool.rawValue
    case .batchNorm: LayerKind.batchNorm.rawValue
    case .sign: LayerKind.sign.rawValue
    case .threshold: LayerKind.threshold.rawValue
    case .scaleBias: LayerKind.scaleBias.rawValue
    case .add: LayerKind.add.rawValue
    case .concat: LayerKind.concat.rawValue
    case .requantize: LayerKind.requantize.rawValue
    case .prelu: LayerKind.prelu.rawValue
    case .multiThreshold: LayerKind.multiThreshold.rawValue
    case .bitPlane: LayerKind.bitPlane.rawValue
    case .gatedAdd: LayerKind.gatedAdd.rawValue
    case .select: LayerKind.select.rawValue
    case .argMax: LayerKind.argMax.rawValue
    }
  }
}
