internal import BNNIR

// The least hardware within a latency: layers that a frame waits for have more lanes than the
// interval asks for, the others do not.
extension FoldingSearch {
  /// Within the goal's interval and room too.
  func cheapest(latencyCycles target: Int) throws(DiagnosticError) -> FoldingRequest {
    // Throws if the goal's interval alone is too much.
    if let interval = goal.cyclesPerFrame { _ = try cheapest(cyclesPerFrame: interval) }
    let budgets = options.budgets.filter { $0 <= goal.cyclesPerFrame ?? .max }
    var (low, high) = (0, budgets.count)
    var best: FoldingDescent.Found?
    var least = Int.max
    while low < high {
      let middle = (low + high) / 2
      guard let found = try balanced(budgets[middle]) else {
        low = middle + 1
        continue
      }
      let latency = try latency(found.foldings)
      least = min(least, latency)
      // A longer time per matrix is a longer latency, but for a few cycles.
      if latency <= target {
        best = found
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard let best else { throw DiagnosticError(try unreachable(latency: target, least)) }
    return evaluation.request(try relaxed(best, latencyCycles: target))
  }

  /// The cheapest foldings within a time per matrix, if they keep to the goal's interval and room.
  private func balanced(_ budget: Int) throws(DiagnosticError) -> FoldingDescent.Found? {
    guard let interval = goal.cyclesPerFrame else {
      return try descend(budget: budget).flatMap { $0.rank.excess == 0 ? $0 : nil }
    }
    return try? cheapest(cyclesPerFrame: min(budget, interval)).found
  }

  private func latency(_ foldings: [Folding]) throws(DiagnosticError) -> Int {
    FrameTiming.firstLatency(of: try dataflow(evaluation.request(foldings)))
  }

  /// Slower and cheaper foldings of single layers, as long as the latency keeps to its target: the
  /// layer that gains most first.
  private func relaxed(
    _ start: FoldingDescent.Found, latencyCycles target: Int
  ) throws(DiagnosticError) -> [Folding] {
    var foldings = start.foldings
    var rank = start.rank
    for _ in 0..<foldings.count {
      guard let (better, cheaper) = try bestRelaxation(foldings, rank, target) else { break }
      foldings = better
      rank = cheaper
    }
    return foldings
  }

  private func bestRelaxation(
    _ foldings: [Folding], _ rank: FoldingRank, _ target: Int
  ) throws(DiagnosticError) -> (foldings: [Folding], rank: FoldingRank)? {
    var best: (foldings: [Folding], rank: FoldingRank)?
    let longest = goal.cyclesPerFrame ?? .max
    for matrix in foldings.indices {
      let present = evaluation.matrices[matrix].cycles(of: foldings[matrix])
      let slower = options.front(of: matrix, rate: bounds.rate).filter {
        $0.cycles > present && $0.cycles <= longest
      }
      for option in slower {
        var changed = foldings
        changed[matrix] = option.folding
        let changedRank = bounds.rank(try evaluation.trial(changed), target: goal.cyclesPerFrame)
        if changedRank >= best?.rank ?? rank { continue }
        if try latency(changed) > target { break }
        best = (changed, changedRank)
      }
    }
    return best
  }

  private func unreachable(latency target: Int, _ least: Int) throws(DiagnosticError) -> Diagnostic
  {
    let budgets = options.budgets
    let fastest = try budgets.first.flatMap { (budget) throws(DiagnosticError) in
      try descend(budget: budget)
    }
    let possible = try fastest.map { (found) throws(DiagnosticError) in
      try latency(found.foldings)
    }
    return .tooLate(target, possible.map { min($0, least) } ?? least)
  }
}

extension FoldingOptions {
  /// A matrix's options, the fastest first, each cheaper than all before.
  func front(of matrix: Int, rate: ExchangeRate) -> [FoldingOption] {
    var front: [FoldingOption] = []
    let sorted = options[matrix].map { (option: $0, cost: rate.cost(of: $0.area)) }
      .sorted { ($0.option.cycles, $0.cost) < ($1.option.cycles, $1.cost) }
    var least = Double.infinity
    for item in sorted where item.cost < least {
      least = item.cost
      front.append(item.option)
    }
    return front
  }
}

extension Diagnostic {
  fileprivate static func tooLate(_ target: Int, _ least: Int) -> Diagnostic {
    Diagnostic(
      "folding.latency", file: "--target-latency",
      "no folding that was found takes at most \(target) cycles from a frame's first input to its "
        + "last output: \(least) at best",
      hint: "take a higher target; a time in seconds also falls with a higher --clock")
  }
}
