/// One RTL module with its parameters: what it takes and gives, how long it takes, what it stores.
/// Knows no layer. Nothing here has a default: a forgotten model must not look free.
protocol UnitModel: Hashable, Sendable {
  /// Name of the kind in manifests and reports.
  var kind: String { get }
  /// The library module.
  var module: String { get }
  var parameters: [Manifest.Parameter] { get }
  var memories: [MemoryImage] { get }
  /// XNOR lanes.
  var lanes: Int { get }
  var inputs: [StreamType] { get }
  /// Of each of its outputs, of which only forks have several.
  var output: StreamType { get }
  /// Steady-state cycles per frame when neither starved nor blocked.
  var cyclesPerFrame: Int { get }

  /// What the module is made of, for the models of resources.
  var inventory: Inventory { get }

  /// The unit at reset, for stepping through its handshakes.
  func makeTiming() -> TimedUnit
}

/// A unit of the dataflow. Closed: a new unit is a new case, and the compiler points at what must
/// know it.
public enum HardwareUnit: Hashable, Sendable {
  case axisInput(AxisInputUnit)
  case binarizer(BinarizerUnit)
  case pixelTable(PixelTableUnit)
  case thermometer(ThermometerUnit)
  case bitPlanes(BitPlanesUnit)
  case padding(PaddingUnit)
  case slidingWindow(SlidingWindowUnit)
  case matrixVector(MatrixVectorUnit)
  case reduce(ReduceUnit)
  case threshold(ThresholdUnit)
  case widthConverter(WidthConverterUnit)
  case scaleBias(ScaleBiasUnit)
  case argMax(ArgMaxUnit)
  case axisOutput(AxisOutputUnit)
  case fork(ForkUnit)
  case fifo(FIFOUnit)
  case add(AddUnit)
  case concat(ConcatUnit)
  case select(SelectUnit)
  case gatedAdd(GatedAddUnit)
  case bitPlane(BitPlaneUnit)
  case requantize(RequantizeUnit)
  case engine(EngineUnit)

  /// The unit, if it is a matrix.
  var matrix: MatrixVectorUnit? {
    if case .matrixVector(let unit) = self { unit } else { nil }
  }

  /// The unit, if it is a shared engine.
  var engine: EngineUnit? {
    if case .engine(let unit) = self { unit } else { nil }
  }

  var model: any UnitModel {
    switch self {
    case .axisInput(let unit): unit
    case .binarizer(let unit): unit
    case .pixelTable(let unit): unit
    case .thermometer(let unit): unit
    case .bitPlanes(let unit): unit
    case .padding(let unit): unit
    case .slidingWindow(let unit): unit
    case .matrixVector(let unit): unit
    case .reduce(let unit): unit
    case .threshold(let unit): unit
    case .widthConverter(let unit): unit
    case .scaleBias(let unit): unit
    case .argMax(let unit): unit
    case .axisOutput(let unit): unit
    case .fork(let unit): unit
    case .fifo(let unit): unit
    case .add(let unit): unit
    case .concat(let unit): unit
    case .select(let unit): unit
    case .gatedAdd(let unit): unit
    case .bitPlane(let unit): unit
    case .requantize(let unit): unit
    case .engine(let unit): unit
    }
  }
}
