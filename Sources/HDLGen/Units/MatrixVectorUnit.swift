internal import BNNIR

/// `bnn_mvu`: MH × MW binary matrix times vector, PE rows and SIMD columns at a time.
///
/// Neuron fold NF = ⌈MH / PE⌉, synapse fold SF = ⌈MW / SIMD⌉; a vector takes NF · SF cycles.
public struct MatrixVectorUnit: UnitModel {
  public enum Activation: Hashable, Sendable {
    /// One bit per row: popcount ≥ threshold, 0 … MW + 1 per row.
    case thresholds([Int])
    /// The ±1-domain sum itself.
    case scores
  }

  /// Names the memory files.
  let name: String
  let weights: BitMatrix
  let activation: Activation
  let pe: Int
  let simd: Int
  let vectorsPerFrame: Int

  var rows: Int { weights.rows }
  var columns: Int { weights.columns }
  var neuronFold: Int { rows.dividedRoundingUp(by: pe) }
  var synapseFold: Int { columns.dividedRoundingUp(by: simd) }

  /// Bits of the accumulator: holds −(MW + 1) … MW.
  var accumulatorBits: Int { (-(columns + 1)...columns).signedBits }

  let kind = "mvu"
  let module = "bnn_mvu"
  var lanes: Int { pe * simd }

  var inputs: [StreamType] {
    [
      StreamType(
        elementBits: 1, signed: false, lanes: simd, elementsPerVector: columns,
        vectorsPerFrame: vectorsPerFrame)
    ]
  }

  var output: StreamType {
    let isScore = activation == .scores
    return StreamType(
      elementBits: isScore ? (-columns...columns).signedBits : 1, signed: isScore, lanes: pe,
      elementsPerVector: rows, vectorsPerFrame: vectorsPerFrame)
  }

  var cyclesPerFrame: Int { neuronFold * synapseFold * vectorsPerFrame }

  var parameters: [Manifest.Parameter] {
    [
      .init("Rows", rows), .init("Cols", columns), .init("Pe", pe), .init("Simd", simd),
      .init("Scores", activation == .scores ? 1 : 0), .init("WeightFile", weightPath),
      .init("ThresholdFile", activation == .scores ? "" : thresholdPath),
      .init("WeightStyle", "auto"),
    ]
  }

  var memories: [MemoryImage] {
    let weights = MemoryImage(path: weightPath, words: weightWords)
    switch activation {
    case .scores: return [weights]
    case .thresholds(let thresholds):
      return [weights, MemoryImage(path: thresholdPath, words: thresholdWords(thresholds))]
    }
  }

  private var weightPath: String { "mem/\(name)_weights.mem" }
  private var thresholdPath: String { "mem/\(name)_thresholds.mem" }

  /// Word nf·SF + sf holds at bit pe·SIMD + lane the weight of row nf·PE + pe, column sf·SIMD + lane.
  /// Columns past the last are 1 and meet input bits 0, so they never match and add nothing; rows
  /// past the last are 1 as well.
  private var weightWords: BitMatrix {
    var words = BitMatrix(rows: neuronFold * synapseFold, columns: pe * simd)
    for row in 0..<neuronFold * pe {
      for column in 0..<synapseFold * simd {
        let isPadding = column >= columns || row >= rows
        guard isPadding || weights[row, column] else { continue }
        words[row / pe * synapseFold + column / simd, row % pe * simd + column % simd] = true
      }
    }
    return words
  }

  /// Word nf holds for each PE the accumulator's start value −T; rows past the last never fire.
  private func thresholdWords(_ thresholds: [Int]) -> BitMatrix {
    let bits = accumulatorBits
    var words = BitMatrix(rows: neuronFold, columns: pe * bits)
    for row in 0..<neuronFold * pe {
      let start = -(row < rows ? thresholds[row] : columns + 1)
      for bit in 0..<bits where start >> bit & 1 == 1 {
        words[row / pe, row % pe * bits + bit] = true
      }
    }
    return words
  }

  func makeTiming() -> any UnitTiming {
    MatrixVectorTiming(synapseFold: synapseFold, neuronFold: neuronFold)
  }
}

/// Words leave the replay buffer, or come in directly if every vector is used once, into the
/// popcount stage; every `synapseFold` of them give a beat.
private struct MatrixVectorTiming: UnitTiming {
  private var replay: ReplayBufferTiming?
  private var pipeline: PipelineTiming

  init(synapseFold: Int, neuronFold: Int) {
    replay = neuronFold > 1 ? ReplayBufferTiming(words: synapseFold, replays: neuronFold) : nil
    pipeline = PipelineTiming(stages: 1, beatsPerResult: synapseFold)
  }

  var inReady: Bool { replay?.inReady ?? pipeline.inReady }
  var outValid: Bool { pipeline.outValid }

  mutating func step(inValid: Bool, outReady: Bool) {
    let enable = pipeline.inReady
    pipeline.step(inValid: replay?.outValid ?? inValid, outReady: outReady)
    replay?.step(inValid: inValid, outReady: enable)
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
