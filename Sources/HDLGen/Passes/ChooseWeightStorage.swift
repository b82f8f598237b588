/// Decides for every matrix whose weights are not placed by request whether they go into LUTs or
/// into block RAM: what takes the smaller share of a device, within the limit of blocks.
enum ChooseWeightStorage {
  /// LUTs that are worth half a block RAM. 7-series devices have 190 to 210 of them for each half; a
  /// quarter less, because memories of many LUTs lengthen the way to the popcount.
  private static let lutsPerHalfBlock = 150

  /// - Parameter limit: blocks of 36 Kbit for weights, unless more are asked for by request.
  static func run(_ graph: DataflowGraph, limit: Int?) -> DataflowGraph {
    var graph = graph
    var halves = 0
    // What is in block RAM by choice, and the LUTs that it would take instead.
    var movable: [(index: Int, luts: Int, halves: Int)] = []
    for index in graph.instances.indices {
      guard case .matrixVector(let unit) = graph.instances[index].unit else { continue }
      let cost = unit.weightCost
      let storage = unit.storage ?? best(cost)
      if storage == .block {
        halves += cost.halfBlocks
        if unit.storage == nil { movable.append((index, cost.luts, cost.halfBlocks)) }
      }
      graph.instances[index].unit = .matrixVector(unit.with(storage: storage))
    }
    guard let limit else { return graph }
    movable.sort { $0.luts * $1.halves < $1.luts * $0.halves }
    for (index, _, freed) in movable where halves > 2 * limit {
      guard case .matrixVector(let unit) = graph.instances[index].unit else { continue }
      halves -= freed
      graph.instances[index].unit = .matrixVector(unit.with(storage: .lut))
    }
    return graph
  }

  private static func best(_ cost: MemoryCost) -> WeightStorage {
    cost.luts > cost.halfBlocks * lutsPerHalfBlock ? .block : .lut
  }
}
