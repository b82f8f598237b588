internal import BNNIR

/// A popcount of tables and carry chains: how many of N bits are 1.
struct PopcountCircuit {
  /// What is counted.
  enum Operand: Hashable {
    /// Lanes where x and the weight are equal; both are inputs.
    case equalToWeights
    /// Lanes where x equals a constant.
    case equal(to: [Bool])
  }

  /// What the tables are made of.
  enum Technology: Hashable {
    /// LUT6_2: two functions of five inputs in one site.
    case dualOutput
    /// LUT6: a second output is a second table.
    case singleOutput

    /// Sites of a table.
    fileprivate func cost(of table: LogicNetlist.Table) -> Int {
      switch self {
      case .dualOutput: 1
      case .singleOutput: table.lower == nil ? 1 : 2
      }
    }

    /// Where the mapper makes the tables anew, as it does without LUT6_2, it saves most with chains
    /// that go on as long as they can.
    fileprivate var policies: [CompressorTree.Policy] {
      switch self {
      case .dualOutput: CompressorTree.Policy.all
      case .singleOutput:
        [CompressorTree.Policy(usesPairs: true, usesFives: true, fewestBitsToGoOn: 1)]
      }
    }
  }

  let lanes: Int
  let netlist: LogicNetlist
  /// The count's bits, lowest first.
  let outputs: [LogicNetlist.Net]
  /// Tables on the longest way.
  let levels: Int

  /// LUT6 sites; carry chains not counted.
  let tableCount: Int

  /// The smallest circuit that the policies of `CompressorTree` give, the shallowest of equals.
  init(lanes: Int, operand: Operand, technology: Technology = .dualOutput) {
    let candidates = Self.firstStages(lanes, operand, technology).flatMap { heap, netlist in
      technology.policies.map { policy in
        var tree = CompressorTree(heap, in: netlist, policy: policy)
        tree.run()
        return PopcountCircuit(lanes: lanes, tree: tree, technology)
      }
    }
    let smallest = candidates.min {
      ($0.tableCount, $0.levels) < ($1.tableCount, $1.levels)
    }
    guard let smallest else { preconditionFailure("bnn-hw bug: no popcount of \(lanes) lanes") }
    self = smallest
  }

  private init(lanes: Int, tree: CompressorTree, _ technology: Technology) {
    self.lanes = lanes
    var netlist = tree.netlist
    outputs = tree.heap.columns.map { netlist.uninverted($0.first?.net ?? .constant(false)) }
    self.netlist = netlist
    tableCount = netlist.tables.reduce(0) { $0 + technology.cost(of: $1) }
    levels = tree.heap.columns.compactMap { $0.first?.level }.max() ?? 0
  }

  private static func firstStages(
    _ lanes: Int, _ operand: Operand, _ technology: Technology
  ) -> [(BitHeap, LogicNetlist)] {
    switch operand {
    case .equal(let constants):
      var heap = BitHeap(width: (0...lanes).unsignedBits)
      for (lane, constant) in constants.enumerated() {
        heap.add(.init(net: .x(lane, isInverted: !constant), level: 0), weight: 0)
      }
      return [(heap, LogicNetlist())]
    case .equalToWeights:
      switch technology {
      case .dualOutput: return chunkSizes.map { adders(lanes, lanesPerChunk: 2 * $0) }
      case .singleOutput: return [triples(lanes)]
      }
    }
  }

  /// Full adders in a row, the sum of one going into the next: more of them leave fewer bits, and
  /// take longer.
  private static let chunkSizes = [3, 4]

  /// One LUT6_2 adds two lanes, x1 = w1 and x2 = w2, and a bit: half a table per lane for its XNOR,
  /// and one bit less than there were.
  private static func adders(_ lanes: Int, lanesPerChunk: Int) -> (BitHeap, LogicNetlist) {
    var heap = BitHeap(width: (0...lanes).unsignedBits)
    var netlist = LogicNetlist()
    for chunk in stride(from: 0, to: lanes, by: lanesPerChunk) {
      let end = min(chunk + lanesPerChunk, lanes)
      var sum: LogicNetlist.Net?
      for (step, lane) in stride(from: chunk, to: end, by: 2).enumerated() {
        let pair = (lane..<min(lane + 2, end)).flatMap {
          [LogicNetlist.Net.x($0, isInverted: false), .weight($0)]
        }
        let inputs = pair + [sum].compactMap(\.self)
        let pairs = pair.count / 2
        let table = netlist.addTable(
          inputs, upper: { Self.equal($0, pairs) % 2 == 1 },
          lower: inputs.count > 2 ? { Self.equal($0, pairs) >= 2 } : nil)
        sum = .table(table, .upper)
        if inputs.count > 2 {
          heap.add(.init(net: .table(table, .lower), level: step + 1), weight: 1)
        }
      }
      let depth = (end - chunk + 1) / 2
      if let sum { heap.add(.init(net: sum, level: depth), weight: 0) }
    }
    return (heap, netlist)
  }

  /// Two LUT6 add three lanes: better where a LUT has one output.
  private static func triples(_ lanes: Int) -> (BitHeap, LogicNetlist) {
    var heap = BitHeap(width: (0...lanes).unsignedBits)
    var netlist = LogicNetlist()
    for first in stride(from: 0, to: lanes, by: 3) {
      let triple = (first..<min(first + 3, lanes)).flatMap {
        [LogicNetlist.Net.x($0, isInverted: false), .weight($0)]
      }
      let pairs = triple.count / 2
      let sum = netlist.addTable(triple, upper: { equal($0, pairs) % 2 == 1 })
      heap.add(.init(net: .table(sum, .upper), level: 1), weight: 0)
      if pairs > 1 {
        let carry = netlist.addTable(triple, upper: { equal($0, pairs) >= 2 })
        heap.add(.init(net: .table(carry, .upper), level: 1), weight: 1)
      }
    }
    return (heap, netlist)
  }

  /// Lanes that are equal, and the bit behind the lanes.
  private static func equal(_ values: [Bool], _ pairs: Int) -> Int {
    let lanes = (0..<pairs).count { values[2 * $0] == values[2 * $0 + 1] }
    return lanes + values.dropFirst(2 * pairs).count { $0 }
  }
}
