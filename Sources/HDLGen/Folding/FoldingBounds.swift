/// What a design must keep to, and what counts beyond that.
struct FoldingBounds: Sendable {
  let limits: WeightLimits
  let room: HardwareRoom?
  let rate: ExchangeRate

  init(limits: WeightLimits, room: HardwareRoom?) {
    self.init(
      limits: limits, room: room, rate: room.map { ExchangeRate(in: $0.area) } ?? .usual)
  }

  private init(limits: WeightLimits, room: HardwareRoom?, rate: ExchangeRate) {
    self.limits = limits
    self.room = room
    self.rate = rate
  }

  /// The same bounds with block RAM worth so many times as much.
  func times(_ factor: Double) -> FoldingBounds {
    FoldingBounds(limits: limits, room: room, rate: rate.times(factor))
  }

  /// - Parameter target: cycles per frame that no unit may exceed.
  func rank(_ trial: FoldingEvaluation.Trial, target: Int?) -> FoldingRank {
    var excess = trial.weights.excess(over: limits)
    if let target, trial.slowest.cycles > target {
      excess += Double(trial.slowest.cycles - target) / Double(target)
    }
    if let room { excess += trial.area.excess(over: room.area) }
    return FoldingRank(excess: excess, cost: rate.cost(of: trial.area))
  }
}

extension FoldingBounds {
  /// The share of the limits that a matrix's weights take; nil without limits.
  func load(_ option: FoldingOption) -> Double? {
    if limits == .none { return nil }
    guard let storage = option.folding.storage else { return 0 }
    func share(_ used: Int, of limit: Int?) -> Double {
      limit.map { Double(used) / Double(max($0, 1)) } ?? 0
    }
    return share(option.weights.luts(in: storage), of: limits.luts)
      + share(option.weights.halfBlocks(in: storage), of: limits.blocks.map { 2 * $0 })
  }
}

/// Less is better: first by how much bounds are exceeded, then by cost.
struct FoldingRank: Comparable {
  let excess: Double
  let cost: Double

  static func < (left: Self, right: Self) -> Bool {
    (left.excess, left.cost) < (right.excess, right.cost)
  }
}
