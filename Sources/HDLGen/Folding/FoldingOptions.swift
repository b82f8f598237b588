internal import BNNIR

/// A folding that a matrix can take.
struct FoldingOption: Hashable, Sendable {
  let folding: Folding
  /// Of the matrix, per frame.
  let cycles: Int
  /// What the layer's matrix, window, padding and bit planes take; nothing that lies between
  /// layers.
  let area: HardwareArea
  /// What its weights take.
  let weights: WeightCost
}

/// For every matrix of a network the foldings that a search looks at, with the area of the layer's
/// own units.
struct FoldingOptions: Sendable {
  let matrices: [MatrixShape]
  /// By matrix.
  let options: [[FoldingOption]]

  init(_ evaluation: FoldingEvaluation) throws(DiagnosticError) {
    let matrices = evaluation.matrices
    let foldings = matrices.map { matrix in
      evaluation.isGiven(matrix)
        ? [matrix.folding(evaluation.asked).with(storage: nil)]
        : matrix.foldings(like: evaluation.asked.folding(of: matrix.name))
    }
    var options: [[FoldingOption]] = matrices.map { _ in [] }
    let storages = WeightStorage.allCases
    // The n-th folding of every matrix at once: a layer's own units do not depend on other layers.
    for index in 0..<(foldings.map(\.count).max() ?? 0) {
      let chosen = foldings.map { $0[min(index, $0.count - 1)] }
      let areas = try evaluation.ownAreas(chosen, in: storages)
      for (place, matrix) in matrices.enumerated() where index < foldings[place].count {
        let folding = chosen[place]
        let asked = evaluation.asked.folding(of: matrix.name).storage
        for (storage, areas) in zip(storages, areas) where asked == nil || asked == storage {
          options[place].append(
            FoldingOption(
              folding: folding.with(storage: storage), cycles: matrix.cycles(of: folding),
              area: areas[place],
              weights: matrix.weights(of: folding, areWritable: evaluation.isWritable)))
        }
      }
    }
    self.matrices = matrices
    self.options = options
  }

  /// Times of single matrices, ascending, down to what the slowest matrix needs with all its lanes.
  var budgets: [Int] {
    let least = leastCycles.max() ?? 1
    return Set(options.joined().map(\.cycles)).filter { $0 >= least }.sorted()
  }

  /// Of every matrix, with all its lanes.
  var leastCycles: [Int] { options.map { $0.map(\.cycles).min() ?? 1 } }
}

extension Folding {
  func with(storage: WeightStorage?) -> Folding {
    Folding(
      pe: pe, simd: simd, pixels: pixels, bitSerial: bitSerial, storage: storage,
      popcountStages: popcountStages)
  }
}

extension MatrixShape {
  func weights(of folding: Folding, areWritable: Bool) -> WeightCost {
    WeightCost(
      rows: rows, columns: columns, taps: taps, pe: folding.pe, simd: folding.simd,
      bitsPerWeight: weightBits, codebook: areWritable ? nil : codebook)
  }

  /// For every number of beats the fewest lanes, and those that suit streams of powers of two.
  fileprivate func foldings(like base: Folding) -> [Folding] {
    let pes = isDepthwise ? Self.lanes(of: rows) : lanes(of: rows / groups, divide: groups > 1)
    let simds = isDepthwise ? [1] : lanes(of: columns / taps, divide: columnLanesDivide)
    return pes.flatMap { pe in
      simds.flatMap { simd in
        pixelCounts(pe: pe).map { pixels in
          Folding(
            pe: pe, simd: simd, pixels: pixels, bitSerial: base.bitSerial && canBeSerial,
            popcountStages: base.popcountStages)
        }
      }
    }
  }

  private func lanes(of count: Int, divide: Bool) -> [Int] {
    divide ? count.divisors : Self.lanes(of: count)
  }

  private static func lanes(of count: Int) -> [Int] {
    if count <= wholeRange { return Array(1...count) }
    var lanes: Set<Int> = []
    for beats in 1...count {
      let fewest = count.dividedRoundingUp(by: beats)
      let most = beats == 1 ? fewest : count.dividedRoundingUp(by: beats - 1) - 1
      lanes.insert(fewest)
      if most > fewest { lanes.insert(roundest(fewest...most)) }
    }
    return lanes.sorted()
  }

  /// Up to so many lanes all numbers are few.
  private static let wholeRange = 16

  /// The number with the most factors of 2.
  private static func roundest(_ range: ClosedRange<Int>) -> Int {
    var step = 1
    while range.upperBound / (2 * step) * 2 * step >= range.lowerBound { step *= 2 }
    return range.upperBound / step * step
  }
}
