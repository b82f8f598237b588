public import BNNIR
internal import Foundation

/// The designs of a network between the smallest and the fastest one, by the models: what is worth
/// choosing between.
public struct DesignSpace: Sendable {
  private let search: FoldingSearch
  /// Times per matrix that are looked at, the longest first.
  public let budgets: [Int]

  /// - Parameters:
  ///   - graph: as it was read.
  ///   - asked: storage, stages, and layers that are not to be chosen.
  ///   - steps: how many times per matrix to look at, at most.
  ///   - cycles: the times per frame to look at.
  public init(
    of graph: Graph, asked: FoldingRequest, limits: WeightLimits = .none,
    room: HardwareRoom? = nil, steps: Int, cycles: ClosedRange<Int> = 1...Int.max
  ) throws(DiagnosticError) {
    search = try FoldingSearch(
      NetworkPasses.run(on: graph), asked: asked, goal: FoldingGoal(room: room), limits: limits)
    let possible = search.options.budgets.filter(cycles.contains)
    budgets = Self.spread(possible.reversed(), over: steps)
  }

  /// The designs of one of the budgets: the cheapest ones where block RAM is scarce, usual and
  /// plenty. Independent of other budgets, so that several can be looked at in parallel.
  public func designs(within budget: Int) throws(DiagnosticError) -> [DesignPoint] {
    var points: [DesignPoint] = []
    for factor in [1, 0.25, 4] {
      let found = try FoldingDescent.run(
        search.evaluation, search.options, budget: budget, bounds: search.bounds.times(factor))
      guard let found, found.rank.excess == 0 else { continue }
      let point = try point(search.evaluation.request(found.foldings))
      if !points.contains(point) { points.append(point) }
    }
    return points
  }

  /// The figures of any foldings, exactly as `Generator` builds them.
  func point(_ request: FoldingRequest) throws(DiagnosticError) -> DesignPoint {
    let evaluation = search.evaluation
    let lowered = try Lowering.lower(evaluation.graph, folding: request).dataflow
    let dataflow = try DataflowPasses.run(on: lowered, limits: evaluation.limits)
    let timing = FrameTiming(of: dataflow)
    return DesignPoint(
      cyclesPerFrame: timing.cyclesPerFrame, latencyCycles: timing.latencyCycles,
      area: evaluation.model.area(of: dataflow),
      foldings: LayerFolding.all(of: evaluation.graph, request, in: dataflow))
  }

  /// About evenly on a logarithmic scale, with the first and the last.
  private static func spread(_ values: [Int], over steps: Int) -> [Int] {
    guard let first = values.first, let last = values.last, steps > 1, first > last else {
      return Array(values.prefix(1))
    }
    var spread: [Int] = []
    var rest = values[...]
    for step in 0..<steps {
      let wanted =
        Double(last)
        * pow(
          Double(first) / Double(last), Double(steps - 1 - step) / Double(steps - 1))
      rest = rest.drop { Double($0) > wanted * (1 + 1e-9) }
      if let value = rest.popFirst() { spread.append(value) }
    }
    return spread
  }
}

/// A design of which only the figures are known.
public struct DesignPoint: Hashable, Sendable {
  public let cyclesPerFrame: Int
  public let latencyCycles: Int
  public let area: HardwareArea
  public let foldings: [LayerFolding]
}

extension [DesignPoint] {
  /// Those that no other one beats or equals in cycles, LUTs and block RAM together, the smallest
  /// interval last. Of equal ones the first stays.
  public var front: [DesignPoint] {
    indices.filter { index in
      !indices.contains { other in
        self[other].dominates(self[index]) && (!self[index].dominates(self[other]) || other < index)
      }
    }.map { self[$0] }.sorted {
      ($1.cyclesPerFrame, $0.area.luts, $0.area.blocks)
        < ($0.cyclesPerFrame, $1.area.luts, $1.area.blocks)
    }
  }
}

extension DesignPoint {
  /// Whether it is nowhere worse.
  fileprivate func dominates(_ other: DesignPoint) -> Bool {
    cyclesPerFrame <= other.cyclesPerFrame && area.luts <= other.area.luts
      && area.blocks <= other.area.blocks
  }
}
