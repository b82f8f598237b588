internal import BNNIR

/// Popcounts of one input against several rows of weights that are part of the logic.
///
/// There are up to 32 words of weights, of which a word's number selects one; a word holds PE rows
/// of SIMD weights. The first tables take the address beside the inputs, so that weights, XNOR and,
/// of a few words, a full adder are one.
struct WiredCounts {
  let netlist: LogicNetlist
  /// The count of each row, lowest bit first.
  let counts: [[LogicNetlist.Net]]

  /// - Parameter words: a row for each word; bit r · columns + c is weight c of row r.
  init(words: BitMatrix, rows: Int) {
    var builder = WiredTables(words: words, rows: rows)
    let heaps = builder.heaps()
    var netlist = builder.netlist
    // The heaps of all rows are alike, so one of them chooses for all.
    let policy = heaps.first.map(Self.bestPolicy) ?? CompressorTree.Policy.all[0]
    var known: [[LogicNetlist.Net]: [LogicNetlist.Net]] = [:]
    counts = heaps.map { heap in
      let key = heap.columns.flatMap { $0.map(\.net) }
      if let equal = known[key] { return equal }
      var tree = CompressorTree(heap, in: netlist, policy: policy)
      tree.run()
      netlist = tree.netlist
      let nets = tree.heap.columns.map { $0.first?.net ?? .constant(false) }
      known[key] = nets
      return nets
    }
    self.netlist = netlist
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

  func verilog(module: String, columns: Int, addressBits: Int, stages: Int) -> String {
    NetlistVerilog(
      netlist, outputs: counts.flatMap(\.self), style: .primitives, stages: stages
    )
    .text(
      module: module, inputs: [("x_i", columns), ("addr_i", addressBits)], output: "counts_o")
  }
}

/// The first tables of wired counts, each made once for all rows that need it.
private struct WiredTables {
  let words: BitMatrix
  let rows: Int
  let columns: Int
  private(set) var netlist = LogicNetlist()
  private var known: [Pattern: Int] = [:]

  /// The weights of a few lanes in every word: what tells one table from another.
  private struct Pattern: Hashable {
    let lane: Int
    let weights: [[Bool]]
  }

  init(words: BitMatrix, rows: Int) {
    self.words = words
    self.rows = rows
    columns = words.columns / rows
  }

  private var addressBits: Int { (0...words.rows - 1).unsignedBits }
  private var address: [LogicNetlist.Net] {
    words.rows == 1 ? [] : (0..<addressBits).map { .address($0) }
  }

  /// The bits of each row that are to be added up.
  mutating func heaps() -> [BitHeap] {
    let lanesPerTable = words.rows <= 4 ? 3 : 1
    // Two rows share a table of five inputs.
    let rowsPerTable = words.rows > 4 && words.rows <= 16 ? 2 : 1
    var heaps = Array(repeating: BitHeap(width: (0...columns).unsignedBits), count: rows)
    for lane in stride(from: 0, to: columns, by: lanesPerTable) {
      let lanes = lane..<min(lane + lanesPerTable, columns)
      for row in stride(from: 0, to: rows, by: rowsPerTable) {
        if rowsPerTable == 2 {
          addPair(of: row, lane, to: &heaps)
        } else {
          addAdder(of: row, lanes, to: &heaps[row])
        }
      }
    }
    return heaps
  }

  private func weights(_ row: Int, _ lanes: Range<Int>) -> [[Bool]] {
    lanes.map { lane in (0..<words.rows).map { words[$0, row * columns + lane] } }
  }

  /// Up to three lanes of a row, added up.
  private mutating func addAdder(of row: Int, _ lanes: Range<Int>, to heap: inout BitHeap) {
    let weights = weights(row, lanes)
    let pattern = Pattern(lane: lanes.lowerBound, weights: weights)
    let inputs = lanes.map { LogicNetlist.Net.x($0, isInverted: false) } + address
    let count = { (values: [Bool]) in Self.equal(values, weights) }
    let table =
      known[pattern]
      ?? netlist.addTable(
        inputs, upper: { count($0) % 2 == 1 },
        lower: lanes.count > 1 ? { count($0) >= 2 } : nil)
    known[pattern] = table
    heap.add(.init(net: .table(table, .upper), level: 1), weight: 0)
    if lanes.count > 1 { heap.add(.init(net: .table(table, .lower), level: 1), weight: 1) }
  }

  /// A lane of two rows, whose XNORs are the two outputs of a table.
  private mutating func addPair(of row: Int, _ lane: Int, to heaps: inout [BitHeap]) {
    let first = weights(row, lane..<lane + 1)
    let second = row + 1 < rows ? weights(row + 1, lane..<lane + 1) : nil
    let pattern = Pattern(lane: lane, weights: first + (second ?? []))
    let inputs = [LogicNetlist.Net.x(lane, isInverted: false)] + address
    let table =
      known[pattern]
      ?? netlist.addTable(
        inputs, upper: { Self.equal($0, first) == 1 },
        lower: second.map { second in { Self.equal($0, second) == 1 } })
    known[pattern] = table
    heaps[row].add(.init(net: .table(table, .upper), level: 1), weight: 0)
    if second != nil {
      heaps[row + 1].add(.init(net: .table(table, .lower), level: 1), weight: 0)
    }
  }

  /// How many inputs equal their weights in the word whose number follows the inputs; words past
  /// the last do not occur.
  private static func equal(_ values: [Bool], _ weights: [[Bool]]) -> Int {
    let number = values.dropFirst(weights.count).reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    return zip(values, weights).count { number < $1.count && $0 == $1[number] }
  }
}
