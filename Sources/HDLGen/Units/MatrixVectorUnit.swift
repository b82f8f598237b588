internal import BNNIR

/// `bnn_mvu`: MH × MW matrix times vector, PE rows and SIMD columns at a time.
///
/// The columns come in `taps` groups (kernel positions), each padded to whole beats. Neuron fold
/// NF = ⌈MH / PE⌉, synapse fold SF = taps · ⌈(MW / taps) / SIMD⌉; a vector takes NF · SF cycles.
public struct MatrixVectorUnit: UnitModel {
  public enum Activation: Hashable, Sendable {
    /// One bit per row: count ≥ threshold, where the count is the popcount of ±1 inputs or the sum of
    /// integers. A list per border class; one list where weights are integers.
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
  /// What holds the weights; nil until a pass has chosen.
  var storage: WeightStorage? = nil
  /// Where weights and thresholds can be written; nil if they cannot.
  var bases: LoadMap.Bases? = nil

  var rows: Int { weights.rows }
  var columns: Int { weights.columns }
  var neuronFold: Int { rows.dividedRoundingUp(by: pe) }
  private var columnsPerTap: Int { columns / taps }
  private var beatsPerTap: Int { columnsPerTap.dividedRoundingUp(by: simd) }
  /// Words of weights per pass.
  var weightFold: Int { taps * beatsPerTap }
  private var isBitSerial: Bool { mode == .bitSerial }
  /// Lanes that a popcount adds up; nil where integers are summed.
  var popcountWidth: Int? { isBinary || isBitSerial ? simd : nil }
  /// Whether bits meet ±1.
  var isBinary: Bool { inputBits == 1 && weights.bits == 1 }
  /// Whether bits meet weights that can be part of the logic: one word, or a few in LUTs.
  var isWired: Bool {
    let depth = neuronFold * weightFold
    return isBinary && mode != .depthwise && bases == nil
      && (depth == 1 || (depth <= 32 && storage == .lut))
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

  /// Whether products of integers are worth multipliers, if the family has them: they take as many LUTs
  /// as bits times bits, twice as many with their sum.
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
    binaryParameters + integerParameters
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

  var memories: [MemoryImage] {
    let weights = MemoryImage(path: weightPath, words: weightWords)
    guard let starts else { return [weights] }
    return [weights, MemoryImage(path: thresholdPath, words: startWords(starts))]
  }

  var weightCost: MemoryCost {
    MemoryCost(depth: neuronFold * weightFold, width: pe * simd * weights.bits)
  }

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

  /// Whether accumulators start at what a memory holds.
  var hasStarts: Bool {
    switch activation {
    case .thresholds, .correctedScores: true
    case .scores: isBitSerial || classes.count > 1
    }
  }

  /// What the accumulator starts at, by border class and row; nil if the module knows it.
  var starts: [[Int]]? {
    if case .integers(let products) = weights { return integerStarts(products) }
    return binaryStarts
  }

  private func integerStarts(_ products: IntegerProducts) -> [[Int]]? {
    switch activation {
    case .thresholds(let thresholds): products.starts(thresholds: thresholds[0])
    case .scores, .correctedScores:
      hasStarts ? products.starts(thresholds: Array(repeating: 0, count: rows)) : nil
    }
  }

  private var binaryStarts: [[Int]]? {
    switch activation {
    case .thresholds(let classes):
      classes.map { zip($0, bitSerialExcess).map { -$0 - $1 } }
    case .scores: isBitSerial ? [bitSerialExcess.map { -$0 }] : nil
    case .correctedScores(let classes):
      classes.map { $0.map { -(columns + $0 + (columns & 1)) / 2 } }
    }
  }

  /// What the popcounts of bit planes are too large by, in each row: where the weight is −1 they count
  /// 1 − x instead of −x, one too many for every bit, and the weights of all bits add up to −1 in two's
  /// complement.
  private var bitSerialExcess: [Int] {
    guard isBitSerial else { return Array(repeating: 0, count: rows) }
    let allBits = inputIsSigned ? -1 : 1 << inputBits - 1
    return (0..<rows).map { row in
      allBits * weights.negatives(in: row)
    }
  }

  var weightPath: String { "mem/\(name)_weights.mem" }
  private var thresholdPath: String { "mem/\(name)_thresholds.mem" }

  /// Word nf·WF + wf holds at place pe·SIMD + lane the weight of row nf·PE + pe and the column that word
  /// wf brings in that lane. Lanes past a tap's last column are +1 and meet input 0, so they add
  /// nothing; rows past the last are +1 as well. Where weights are integers, both are 0.
  var weightWords: BitMatrix {
    let bits = weights.bits
    var words = BitMatrix(rows: neuronFold * weightFold, columns: pe * simd * bits)
    for row in 0..<neuronFold * pe {
      for place in 0..<weightFold * simd {
        let (tap, element) = place.quotientAndRemainder(dividingBy: beatsPerTap * simd)
        let isPadding = element >= columnsPerTap || row >= rows
        let code =
          isPadding ? weights.paddingCode : weights.code(row, tap * columnsPerTap + element)
        let first = (row % pe * simd + place % simd) * bits
        for bit in 0..<bits where code >> bit & 1 == 1 {
          words[row / pe * weightFold + place / simd, first + bit] = true
        }
      }
    }
    return words
  }

  /// Word class·NF + nf holds for each PE the accumulator's start value; rows past the last never
  /// fire.
  private func startWords(_ starts: [[Int]]) -> BitMatrix {
    let bits = accumulatorBits
    var words = BitMatrix(rows: starts.count * neuronFold, columns: pe * bits)
    for (index, rowStarts) in starts.enumerated() {
      for row in 0..<neuronFold * pe {
        let start = row < rows ? rowStarts[row] : paddingStart
        for bit in 0..<bits where start >> bit & 1 == 1 {
          words[index * neuronFold + row / pe, row % pe * bits + bit] = true
        }
      }
    }
    return words
  }

  /// Rows of padding never fire; where they have no weights, they give what they start at.
  private var paddingStart: Int {
    if weights.bits == 1 { return -(counts.upperBound + 1) }
    return isScore ? 0 : -1
  }

  var inventory: Inventory { MatrixVectorInventory(self).inventory }

  func makeTiming() -> TimedUnit {
    .matrixVector(
      MatrixVectorTiming(
        synapseFold: synapseFold, passes: replays ? neuronFold : 1, stages: stages))
  }
}

/// Words leave the replay buffer, or come in directly if every vector is used once, into the count
/// stages; every `synapseFold` of them give a beat.
struct MatrixVectorTiming: UnitTiming {
  private var replay: ReplayBufferTiming?
  private var pipeline: PipelineTiming

  init(synapseFold: Int, passes: Int, stages: Int) {
    replay = passes > 1 ? ReplayBufferTiming(words: synapseFold, replays: passes) : nil
    pipeline = PipelineTiming(stages: stages + 1, beatsPerResult: synapseFold)
  }

  var inReady: Bool { replay?.inReady ?? pipeline.inReady }
  var outValid: Bool { pipeline.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let enable = pipeline.inReady
    pipeline.step(inValid: replay?.outValid ?? inValid, outReady: outReady)
    replay?.step(inValid: inValid, outReady: enable)
  }

  func steadyCycles(inValid: Bool, outReady: Bool) -> Int {
    let counted = pipeline.steadyCycles(inValid: replay?.outValid ?? inValid, outReady: outReady)
    guard let replay else { return counted }
    return min(counted, replay.steadyCycles(inValid: inValid, outReady: pipeline.inReady))
  }

  mutating func skip(_ steps: Int, inValid: Bool, outReady: Bool) {
    let enable = pipeline.inReady
    pipeline.skip(steps, inValid: replay?.outValid ?? inValid, outReady: outReady)
    replay?.skip(steps, inValid: inValid, outReady: enable)
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
