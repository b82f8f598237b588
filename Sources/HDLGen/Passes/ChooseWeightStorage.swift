internal import BNNIR

/// Decides for every matrix whose weights are not placed by request whether they go into LUTs or
/// into block RAM: what takes the smaller share of a device, within the limits.
struct ChooseWeightStorage {
  private var graph: DataflowGraph
  private let limits: WeightLimits
  /// Of every matrix.
  private var choices: [Choice] = []
  private var luts = 0
  private var halfBlocks = 0

  private struct Choice {
    let index: Int
    /// Whether the weights must stay where they are.
    let isGiven: Bool
    var cost: WeightCost
    var storage: WeightStorage
  }

  /// Reports limits that no choice keeps.
  static func run(
    _ graph: DataflowGraph, limits: WeightLimits, into sink: inout DiagnosticSink
  ) -> DataflowGraph {
    var pass = ChooseWeightStorage(graph, limits)
    pass.empty(.lut)
    pass.storePlain()
    pass.empty(.block)
    if pass.isOver(.lut) || pass.isOver(.block) {
      sink.report(.limits(limits, luts: pass.luts, halfBlocks: pass.halfBlocks))
    }
    return pass.result
  }

  private init(_ graph: DataflowGraph, _ limits: WeightLimits) {
    self.graph = graph
    self.limits = limits
    for index in graph.instances.indices {
      guard case .matrixVector(let unit) = graph.instances[index].unit else { continue }
      let storage = unit.storage ?? unit.weightCost.best
      count(unit.weightCost, in: storage, 1)
      choices.append(
        Choice(
          index: index, isGiven: unit.storage != nil, cost: unit.weightCost, storage: storage))
    }
  }

  private mutating func count(_ cost: WeightCost, in storage: WeightStorage, _ sign: Int) {
    luts += sign * cost.luts(in: storage)
    halfBlocks += sign * cost.halfBlocks(in: storage)
  }

  private func isOver(_ storage: WeightStorage) -> Bool {
    switch storage {
    case .lut: limits.luts.map { luts > $0 } ?? false
    case .block: limits.blocks.map { halfBlocks > 2 * $0 } ?? false
    }
  }

  /// Moves weights out of what holds too many, where the other has room: those first that free most
  /// for what they take.
  private mutating func empty(_ storage: WeightStorage) {
    let other: WeightStorage = storage == .lut ? .block : .lut
    let movable = choices.indices.filter { !choices[$0].isGiven && choices[$0].storage == storage }
    let order = movable.sorted {
      let (first, second) = (choices[$0].cost, choices[$1].cost)
      let one = first.luts(in: .lut) * second.halfBlocks(in: .block)
      let other = second.luts(in: .lut) * first.halfBlocks(in: .block)
      return storage == .block ? one < other : one > other
    }
    for index in order where isOver(storage) {
      let cost = choices[index].cost
      count(cost, in: storage, -1)
      count(cost, in: other, 1)
      if isOver(other) {
        count(cost, in: other, -1)
        count(cost, in: storage, 1)
      } else {
        choices[index].storage = other
      }
    }
  }

  /// Does without indices of kernels in block RAM, which take LUTs, where there are too few LUTs
  /// and blocks enough: those first that free most for what they take.
  private mutating func storePlain() {
    func blocks(_ cost: WeightCost) -> Int {
      cost.withoutKernels.halfBlocks(in: .block) - cost.halfBlocks(in: .block)
    }
    let order = choices.indices.filter { choices[$0].storage == .block }.sorted {
      let (first, second) = (choices[$0].cost, choices[$1].cost)
      return first.luts(in: .block) * blocks(second) > second.luts(in: .block) * blocks(first)
    }
    for index in order where isOver(.lut) && choices[index].cost.luts(in: .block) > 0 {
      let cost = choices[index].cost
      count(cost, in: .block, -1)
      count(cost.withoutKernels, in: .block, 1)
      if isOver(.block) {
        count(cost.withoutKernels, in: .block, -1)
        count(cost, in: .block, 1)
      } else {
        choices[index].cost = cost.withoutKernels
        dropCodebook(at: choices[index].index)
      }
    }
  }

  private mutating func dropCodebook(at index: Int) {
    guard case .matrixVector(var unit) = graph.instances[index].unit else { return }
    unit.codebook = nil
    graph.instances[index].unit = .matrixVector(unit)
  }

  private mutating func place(_ storage: WeightStorage, at index: Int) {
    guard case .matrixVector(let unit) = graph.instances[index].unit else { return }
    graph.instances[index].unit = .matrixVector(unit.with(storage: storage))
  }

  private var result: DataflowGraph {
    var pass = self
    for choice in choices { pass.place(choice.storage, at: choice.index) }
    return pass.graph
  }
}

extension Diagnostic {
  fileprivate static func limits(
    _ limits: WeightLimits, luts: Int, halfBlocks: Int
  ) -> Diagnostic {
    let asked = [
      limits.blocks.map { "\($0) block RAMs" }, limits.luts.map { "\($0) LUTs" },
    ].compactMap(\.self).joined(separator: " and ")
    let blocks = halfBlocks % 2 == 0 ? "\(halfBlocks / 2)" : "\(halfBlocks / 2).5"
    return Diagnostic(
      "hardware.weights", file: "--max-bram, --max-lut",
      "the weights do not fit into \(asked); the nearest that was found takes \(blocks) block RAMs "
        + "of 36 Kbit and \(luts) LUTs",
      hint: "raise a limit, or take smaller PE and SIMD: fewer lanes need fewer block RAMs")
  }
}
