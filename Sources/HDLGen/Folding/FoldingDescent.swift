internal import BNNIR

/// Looks for the foldings of least cost within a time per matrix, by the cost of the whole
/// dataflow: units, windows and width converters.
///
/// It starts with each layer's own cheapest foldings and changes one layer at a time, then two
/// neighbours, for as long as that gains. So what it ends with is no worse than any design that
/// differs in one layer, or in two neighbours among their cheapest few.
struct FoldingDescent {
  struct Found {
    let foldings: [Folding]
    let trial: FoldingEvaluation.Trial
    let rank: FoldingRank
  }

  private let evaluation: FoldingEvaluation
  private let bounds: FoldingBounds
  /// What no unit may exceed.
  private let target: Int?
  /// By matrix, the cheapest first.
  private let choices: [[FoldingOption]]
  private var best: (indices: [Int], trial: FoldingEvaluation.Trial, rank: FoldingRank)
  private var seen: Set<[Int]> = []

  /// The cheapest foldings with which every matrix takes at most `budget` cycles, and no unit more
  /// than `target` if that can be; nil if a matrix takes longer with all its lanes.
  static func run(
    _ evaluation: FoldingEvaluation, _ options: FoldingOptions, budget: Int, target: Int? = nil,
    bounds: FoldingBounds
  ) throws(DiagnosticError) -> Found? {
    let choices = options.options.map { Self.choices(among: $0, within: budget, bounds) }
    if choices.contains(where: \.isEmpty) { return nil }
    var descent = try FoldingDescent(evaluation, choices, bounds, target: target)
    repeat {
      while try descent.improveSingles() {}
    } while try descent.improvePairs()
    return Found(
      foldings: descent.foldings(descent.best.indices), trial: descent.best.trial,
      rank: descent.best.rank)
  }

  private init(
    _ evaluation: FoldingEvaluation, _ choices: [[FoldingOption]], _ bounds: FoldingBounds,
    target: Int?
  ) throws(DiagnosticError) {
    self.evaluation = evaluation
    self.choices = choices
    self.bounds = bounds
    self.target = target
    let start = choices.map { _ in 0 }
    let trial = try evaluation.trial(zip(choices, start).map { $0[$1].folding })
    best = (start, trial, bounds.rank(trial, target: target))
    seen.insert(start)
  }

  /// The few cheapest by the area of their own units, also where block RAM is scarce or plenty, and
  /// those whose weights take least of limits.
  private static func choices(
    among options: [FoldingOption], within budget: Int, _ bounds: FoldingBounds
  ) -> [FoldingOption] {
    let fast = options.filter { $0.cycles <= budget }
    let cheapest = { (factor: Double) in
      let rate = bounds.rate.times(factor)
      return fast.map { (option: $0, cost: rate.cost(of: $0.area)) }
        .sorted { ($0.cost, $0.option.folding.pe) < ($1.cost, $1.option.folding.pe) }
        .map(\.option)
    }
    let usual = cheapest(1)
    // Of equal loads the cheapest comes first.
    let lightest = usual.enumerated()
      .compactMap { place, option in bounds.load(option).map { (option, load: $0, place: place) } }
      .sorted { ($0.load, $0.place) < ($1.load, $1.place) }.map(\.0)
    let chosen =
      usual.prefix(kept) + cheapest(1 / 8).prefix(keptBesides) + cheapest(8).prefix(keptBesides)
      + lightest.prefix(keptBesides)
    var known: Set<FoldingOption> = []
    return chosen.filter { known.insert($0).inserted }
  }

  private static let kept = 20
  private static let keptBesides = 6
  private static let keptInPairs = 6

  private func foldings(_ indices: [Int]) -> [Folding] {
    zip(choices, indices).map { $0[$1].folding }
  }

  /// True if the indices are better than the best ones, which they then replace.
  private mutating func accept(_ indices: [Int]) throws(DiagnosticError) -> Bool {
    guard seen.insert(indices).inserted else { return false }
    let trial = try evaluation.trial(foldings(indices))
    let rank = bounds.rank(trial, target: target)
    if rank >= best.rank { return false }
    best = (indices, trial, rank)
    return true
  }

  private mutating func improveSingles() throws(DiagnosticError) -> Bool {
    var isBetter = false
    for matrix in choices.indices {
      for index in choices[matrix].indices {
        var indices = best.indices
        indices[matrix] = index
        if try accept(indices) { isBetter = true }
      }
    }
    return isBetter
  }

  private mutating func improvePairs() throws(DiagnosticError) -> Bool {
    var isBetter = false
    for matrix in choices.indices.dropLast() {
      for first in choices[matrix].indices.prefix(Self.keptInPairs) {
        for second in choices[matrix + 1].indices.prefix(Self.keptInPairs) {
          var indices = best.indices
          indices[matrix] = first
          indices[matrix + 1] = second
          if try accept(indices) { isBetter = true }
        }
      }
    }
    return isBetter
  }
}
