internal import BNNIR

/// Finds the foldings of least cost with which a network takes at most so many cycles per frame.
///
/// Each layer is folded on its own: of all pairs of neuron and synapse fold that are fast enough, the
/// cheapest by a cost model of 7-series FPGAs, in LUTs. What lies between the layers follows them, and
/// the whole dataflow's predicted interval is what counts in the end.
struct FoldingSearch {
  /// The network after its passes.
  private let graph: Graph
  /// What the user asked for besides: storage, stages, and layers that are not to be chosen.
  private let asked: FoldingRequest
  private let limits: WeightLimits

  init(_ graph: Graph, asked: FoldingRequest, limits: WeightLimits = .none) {
    self.graph = graph
    self.asked = asked
    self.limits = limits
  }

  /// Throws `DiagnosticError` if no folding is fast enough, with the fastest unit's name and time.
  func foldings(cyclesPerFrame target: Int) throws(DiagnosticError) -> FoldingRequest {
    var budget = target
    var slowest = (cycles: Int.max, unit: "")
    for _ in 0..<Self.rounds {
      guard budget > 0, let request = request(budget) else { break }
      let dataflow = try DataflowPasses.runForTiming(
        on: try Lowering.lower(graph, folding: request).dataflow, limits: limits)
      let cycles = FrameTiming(of: dataflow).cyclesPerFrame
      if cycles <= target { return request }
      if cycles < slowest.cycles {
        let unit = dataflow.instances.max {
          $0.unit.model.cyclesPerFrame < $1.unit.model.cyclesPerFrame
        }
        slowest = (cycles, unit?.name ?? "")
      }
      // Units that wait for each other take a little more than the slowest one; the rest is theirs.
      // Any budget down to the slowest layer's time gives the same foldings again.
      let longest = matrices.map { $0.cycles(request) }.max() ?? 1
      if longest > budget { break }
      budget = min(longest - 1, budget * target / cycles)
    }
    throw DiagnosticError(unreachable(target, slowest))
  }

  private static let rounds = 12

  /// The cheapest foldings within a budget of cycles; nil if a layer has none.
  private func request(_ budget: Int) -> FoldingRequest? {
    var chosen: [String: Folding] = [:]
    for matrix in matrices {
      if asked.exceptions.contains(where: { $0.layer == matrix.name && $0.isFolding }) { continue }
      let base = asked.folding(of: matrix.name)
      let cheapest = matrix.foldings(like: base).filter { matrix.cycles(of: $0) <= budget }
        .min { (matrix.cost(of: $0), $0.pe) < (matrix.cost(of: $1), $1.pe) }
      guard let cheapest else { return nil }
      chosen[matrix.name] = cheapest
    }
    return FoldingRequest(every: asked.every, exceptions: asked.exceptions, chosen: chosen)
  }

  private var matrices: [MatrixShape] {
    graph.nodes.indices.compactMap { MatrixShape(graph, $0) }
  }

  private func unreachable(_ target: Int, _ slowest: (cycles: Int, unit: String)) -> Diagnostic {
    let fastest = matrices.compactMap { matrix in
      matrix.foldings(like: asked.folding(of: matrix.name)).map { matrix.cycles(of: $0) }.min()
        .map { (cycles: $0, name: matrix.name) }
    }.max { $0.cycles < $1.cycles }
    let reason: String
    if let fastest, fastest.cycles > target {
      reason = "'\(fastest.name)' needs \(fastest.cycles) with all its lanes"
    } else {
      reason = "'\(slowest.unit)' makes it \(slowest.cycles) at best"
    }
    return Diagnostic(
      "folding.target", file: "--target-fps",
      "no folding takes at most \(target) cycles per frame: \(reason)",
      hint: "take a higher --clock or a lower target")
  }
}

extension MatrixShape {
  /// Every folding that no other one with as many folds undercuts in lanes.
  fileprivate func foldings(like base: Folding) -> [Folding] {
    let pes = isDepthwise ? Self.lanes(of: rows) : lanes(of: rows / groups)
    let simds = isDepthwise ? [1] : lanes(of: columns / taps)
    return pes.flatMap { pe in
      simds.flatMap { simd in
        pixelCounts(pe: pe).map { pixels in
          Folding(
            pe: pe, simd: simd, pixels: pixels, storage: base.storage,
            popcountStages: base.popcountStages)
        }
      }
    }
  }

  /// Fewest lanes for each number of beats; with groups, lanes that divide.
  private func lanes(of count: Int) -> [Int] {
    groups > 1 ? count.divisors : Self.lanes(of: count)
  }

  private static func lanes(of count: Int) -> [Int] {
    var lanes: [Int] = []
    for beats in 1...count {
      let needed = count.dividedRoundingUp(by: beats)
      if lanes.last != needed { lanes.append(needed) }
    }
    return lanes
  }

  /// LUTs, a half block RAM being worth some of them. Popcounts and memories as in the other cost models;
  /// a lane of weights in the logic grows with its words, as mapped ones do.
  fileprivate func cost(of folding: Folding) -> Int {
    let beats = taps * (columns / taps).dividedRoundingUp(by: folding.simd)
    let words = rows.dividedRoundingUp(by: folding.pe) * beats
    let sumBits = (0...columns).unsignedBits + 1
    let memory = MemoryCost(depth: words, width: folding.pe * folding.simd)
    let isWired = inputBits == 1 && words <= 32 && !isDepthwise
    let perLane =
      inputBits > 1 ? Double(inputBits) + 1.5 : isWired ? 0.45 + 0.04 * Double(words) : 0.9
    let weights =
      isWired ? 0 : min(memory.luts, memory.halfBlocks * ChooseWeightStorage.lutsPerHalfBlock)
    let replay =
      rows > folding.pe ? folding.simd * (2 * beats).dividedRoundingUp(by: 64) * 4 / 3 : 0
    let lanes = folding.pixels * folding.pe * folding.simd
    return Int(perLane * Double(lanes)) + weights + folding.pixels * folding.pe * 2 * sumBits
      + replay + 3 * folding.pixels * folding.simd
  }
}
