internal import BNNIR

/// `bnn_mvu`: MH × MW matrix times vector, PE rows and SIMD columns at a time.
///
/// The columns come in `taps` groups (kernel positions), each padded to whole beats. Neuron fold
/// NF = ⌈MH / PE⌉, synapse fold SF = taps · ⌈(MW / taps) / SIMD⌉; a vector takes NF · SF cycles.
public struct MatrixVectorUnit: UnitModel {
  public enum Activation: Hashable, Sendable {
    /// One bit per row: count ≥ threshold, where the count is the popcount of ±1 inputs or the sum
    /// of integers. A list per border class; one list where weights are integers.
    case thresholds([[Int]])
    /// The sum itself, of ±1 products for ±1 inputs.
    case scores
    /// The sum of ±1 products less a number per row; a list per border class.
    case correctedScores([[Int]])
  }

  /// How the inputs of a beat meet the weights.
  public enum Mode: Hashable, Sendable {
    /// SIMD inputs, the same for all rows.
    case parallel
    /// SIMD integers as one beat per bit, the highest first.
    case bitSerial
    /// An input for each of the PE rows.
    case depthwise
  }

  /// Names the memory files.
  let name: String
  let weights: MatrixWeights
  let activation: Activation
  let pe: Int
  let simd: Int
  let taps: Int
  /// Whether the unit keeps a vector for its NF passes; otherwise it comes in NF times in a row.
  let replays: Bool
  let inputBits: Int
  let inputIsSigned: Bool
  let mode: Mode
  /// Vectors that go together, side by side in a beat.
  let pixels: Int
  /// Registers within the popcounts, or behind the sums of integers.
  let stages: Int
  /// Matrix-vector products per frame: height × width.
  let products: WindowGeometry.Pair
  /// Parts of the map with start values of their own.
  let classes: BorderClasses
  /// The different kernels, if they are few.
  var codebook: KernelCodebook? = nil
  /// What holds the weights; nil until a pass has chosen.
  var storage: WeightStorage? = nil
  /// Where weights and thresholds can be written; nil if they cannot.
  var bases: LoadMap.Bases? = nil

  var rows: Int { weights.rows }
  var columns: Int { weights.columns }
  var neuronFold: Int { rows.dividedRoundingUp(by: pe) }
  var columnsPerTap: Int { columns / taps }
  var beatsPerTap: Int { columnsPerTap.dividedRoundingUp(by: simd) }
  /// Words of weights per pass.
  var weightFold: Int { taps * beatsPerTap }
  var isBitSerial: Bool { mode == .bitSerial }
  /// Lanes that a popcount adds up; nil where integers are summed.
  var popcountWidth: Int? { isBinary || isBitSerial ? simd : nil }
  /// Whether bits meet ±1.
  var isBinary: Bool { inputBits == 1 && weights.bits == 1 }
  /// Whether bits meet weights that can be part of the logic: one word, or a few in LUTs.
  var isWired: Bool {
    let depth = neuronFold * weightFold
    return isBinary && mode != .depthwise && bases == nil
      && (depth == 1 || (depth <= WeightCost.mostWiredWords && storage == .lut))
  }
  var weightAddressBits: Int { (0...max(neuronFold * weightFold - 1, 1)).unsignedBits }
  /// Beats per pass.
  var synapseFold: Int { weightFold * (isBitSerial ? inputBits : 1) }

  /// The counts that thresholds are compared with.
  var counts: ClosedRange<Int> { isBinary ? 0...columns : sums }

  private var sums: ClosedRange<Int> {
    if case .integers(let products) = weights { return products.scores }
    let magnitude =
      inputBits == 1
      ? columns : columns * (inputIsSigned ? 1 << (inputBits - 1) : 1 << inputBits - 1)
    return -magnitude...magnitude
  }

  private var productsPerFrame: Int { products.y * products.x }
  var isScore: Bool {
    switch activation {
    case .thresholds: false
    case .scores, .correctedScores: true
    }
  }

  /// Bits of the accumulator, which ends at count − threshold: threshold is a count or one more.
  var accumulatorBits: Int {
    // A score is the accumulator and a constant lowest bit, or the accumulator itself for integers.
    if isScore { return isBinary ? sums.signedBits - 1 : scoreBits }
    if case .integers(let products) = weights, case .thresholds(let thresholds) = activation {
      return products.accumulatorBits(thresholds: thresholds[0])
    }
    let reach = counts.upperBound + 1 - min(counts.lowerBound, 0)
    return (-reach...reach - 1).signedBits
  }

  /// Whether scores have a sign; those of integer weights may all be positive.
  private var scoresAreSigned: Bool { weights.bits == 1 || sums.lowerBound < 0 }
  private var scoreBits: Int { scoresAreSigned ? max(2, sums.signedBits) : sums.integerBits }

  /// Whether products of integers are worth multipliers, if the family has them: they take as many
  /// LUTs as bits times bits, twice as many with their sum.
  var isHard: Bool {
    weights.bits > 1 && inputBits > 1
      && 2 * weights.bits * inputBits >= Int(ExchangeRate.usual.lutsPerDSP)
  }

  let kind = "mvu"
  let module = "bnn_mvu"
  var lanes: Int { pixels * pe * simd }

  /// What the unit reads, but for its bits' order if it is bit-serial.
  var operands: StreamType {
    let width = mode == .depthwise ? pe : simd
    let vectors = productsPerFrame / pixels * taps * (replays ? 1 : neuronFold)
    let isWhole = pixels > 1 || mode == .depthwise
    return StreamType(
      elementBits: inputBits, signed: inputIsSigned, lanes: pixels * width,
      elementsPerVector: isWhole ? pixels * beatsPerTap * width : columnsPerTap,
      vectorsPerFrame: vectors)
  }

  var inputs: [StreamType] { [isBitSerial ? operands.bitPlanes : operands] }

  /// Several pixels make one vector: with them PE is all rows.
  var output: StreamType {
    StreamType(
      elementBits: isScore ? scoreBits : 1, signed: isScore && scoresAreSigned,
      lanes: pixels * pe,
      elementsPerVector: pixels * rows, vectorsPerFrame: productsPerFrame / pixels)
  }

  var cyclesPerFrame: Int { neuronFold * synapseFold * productsPerFrame / pixels }

  var parameters: [Manifest.Parameter] {
    binaryParameters + integerParameters + kernelParameters
  }

  /// Those of weights that are stored as indices.
  private var kernelParameters: [Manifest.Parameter] {
    guard let kernelTable else { return [] }
    return [.init("IndexBits", kernelTable.indexBits), .init("KernelFile", kernelPath)]
  }

  /// Those that integer weights need; elsewhere the module knows them.
  private var integerParameters: [Manifest.Parameter] {
    if weights.bits == 1 { return [] }
    return [
      .init("WeightBits", weights.bits), .init("Hard", isHard ? 1 : 0),
      .init("AccBits", accumulatorBits),
    ]
  }

  private var binaryParameters: [Manifest.Parameter] {
    [
      .init("Rows", rows), .init("Cols", columns), .init("Pe", pe), .init("Simd", simd),
      .init("Taps", taps), .init("Replay", replays ? 1 : 0), .init("InBits", inputBits),
      .init("InSigned", inputIsSigned ? 1 : 0), .init("Scores", isScore ? 1 : 0),
      .init("BitSerial", isBitSerial ? 1 : 0),
      .init("Depthwise", mode == .depthwise ? 1 : 0), .init("Pixels", pixels),
      .init("Stages", stages),
      .init("OutWidth", products.x), .init("OutHeight", products.y),
      .init("LeftClasses", classes.left), .init("RightClasses", classes.right),
      .init("TopClasses", classes.top), .init("BottomClasses", classes.bottom),
      .init("WeightFile", weightPath),
      .init("ThresholdFile", hasStarts ? thresholdPath : ""),
      .init("WeightStyle", storage?.style ?? "auto"),
      .init("Writable", bases == nil ? 0 : 1),
      .init("WeightBase", bases?.weights ?? 0), .init("ThresholdBase", bases?.thresholds ?? 0),
    ]
  }

  var weightCost: WeightCost {
    WeightCost(
      rows: rows, columns: columns, taps: taps, pe: pe, simd: simd, bitsPerWeight: weights.bits,
      codebook: bases == nil ? codebook : nil)
  }

  /// What indices of kernels choose from; nil where weights are stored as they are.
  var kernelTable: KernelTable? { weightCost.kernelTable(in: storage ?? .lut) }

  func with(bases: LoadMap.Bases) -> MatrixVectorUnit {
    var unit = self
    unit.bases = bases
    return unit
  }

  func with(storage: WeightStorage) -> MatrixVectorUnit {
    var unit = self
    unit.storage = storage
    return unit
  }

  var inventory: Inventory { MatrixVectorInventory(self).inventory }

  func makeTiming() -> TimedUnit {
    .matrixVector(
      MatrixVectorTiming(
        synapseFold: synapseFold, passes: replays ? neuronFold : 1, stages: stages))
  }
}

extension Manifest.Parameter {
  init(_ name: String, _ value: Int) {
    self.init(name: name, value: .integer(value))
  }

  init(_ name: String, _ value: String) {
    self.init(name: name, value: .string(value))
  }
}
