internal import BNNIR

/// Popcounts of one input against many rows of constant weights.
///
/// Three inputs have eight patterns of weights, each a table whose two outputs count the equal ones.
/// All rows share these tables; what is left of a row is two bits for three of its lanes.
struct WiredCounts {
  let netlist: LogicNetlist
  /// The count of each row, lowest bit first.
  let counts: [[LogicNetlist.Net]]

  init(weights: BitMatrix) {
    let columns = weights.columns
    let width = (0...columns).unsignedBits
    var netlist = LogicNetlist()
    var tables: [Pattern: Int] = [:]
    var known: [[UInt64]: [LogicNetlist.Net]] = [:]
    var policy: CompressorTree.Policy?
    counts = (0..<weights.rows).map { row in
      let key = Array(weights.row(row))
      if let equal = known[key] { return equal }
      var heap = BitHeap(width: width)
      for first in stride(from: 0, to: columns, by: 3) {
        let constants = (first..<min(first + 3, columns)).map { weights[row, $0] }
        let pattern = Pattern(first: first, constants: constants)
        let table = tables[pattern] ?? Self.addTable(pattern, to: &netlist)
        tables[pattern] = table
        heap.add(.init(net: .table(table, .upper), level: 1), weight: 0)
        if constants.count > 1 {
          heap.add(.init(net: .table(table, .lower), level: 1), weight: 1)
        }
      }
      // The heaps of all rows are alike, so one of them chooses for all.
      let best = policy ?? Self.bestPolicy(for: heap)
      policy = best
      var tree = CompressorTree(heap, in: netlist, policy: best)
      tree.run()
      netlist = tree.netlist
      let nets = tree.heap.columns.map { $0.first?.net ?? .constant(false) }
      known[key] = nets
      return nets
    }
    self.netlist = netlist
  }

  private struct Pattern: Hashable {
    let first: Int
    let constants: [Bool]
  }

  private static func addTable(_ pattern: Pattern, to netlist: inout LogicNetlist) -> Int {
    let inputs = pattern.constants.enumerated().map {
      LogicNetlist.Net.x(pattern.first + $0.offset, isInverted: !$0.element)
    }
    return netlist.addTable(
      inputs, upper: { $0.ones % 2 == 1 },
      lower: inputs.count > 1 ? { $0.ones >= 2 } : nil)
  }

  private static func bestPolicy(for heap: BitHeap) -> CompressorTree.Policy {
    let costs = CompressorTree.Policy.all.map { policy in
      var tree = CompressorTree(heap, in: LogicNetlist(), policy: policy)
      tree.run()
      return tree.netlist.tables.count
    }
    let best = costs.indices.min { costs[$0] < costs[$1] } ?? 0
    return CompressorTree.Policy.all[best]
  }

  func verilog(module: String, columns: Int) -> String {
    netlist.verilog(
      module: module, inputs: [("x_i", columns)], output: ("counts_o", counts.flatMap(\.self)),
      style: .primitives)
  }
}
