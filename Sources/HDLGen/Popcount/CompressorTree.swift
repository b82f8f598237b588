/// Adds up the bits of a heap by carry chains, until one bit per column is left.
///
/// A chain goes up the columns and takes at each position what it can: six bits on two positions,
/// as the generalized parallel counters of Kumm and Zipf ("Pipelined compressor tree optimization
/// using integer linear programming", FPL 2014) and Preußer ("Generic and universal parallel matrix
/// summation with a flexible compression goal for Xilinx FPGAs", FPL 2017) do in four tables and
/// one CARRY4, or three bits and the majority of three bits of the position below, as a ternary
/// adder does. Chains longer than four positions waste less on their ends.
struct CompressorTree {
  /// Which chains are built. No one policy is best for all heaps, so several are tried.
  struct Policy {
    /// Whether six (or five) bits go together on two positions.
    let usesPairs: Bool
    let usesFives: Bool
    /// A chain ends before a column with fewer bits, while there are large columns elsewhere.
    let fewestBitsToGoOn: Int

    static let all: [Policy] = [false, true].flatMap { pairs in
      [false, true].flatMap { fives in
        [1, 2, 3, 4, 6].map {
          Policy(usesPairs: pairs, usesFives: fives, fewestBitsToGoOn: $0)
        }
      }
    }
  }

  private(set) var netlist: LogicNetlist
  private(set) var heap: BitHeap
  private let policy: Policy

  init(_ heap: BitHeap, in netlist: LogicNetlist, policy: Policy) {
    self.netlist = netlist
    self.heap = heap
    self.policy = policy
  }

  /// Chains until no column has two bits.
  mutating func run() {
    let weights = heap.columns.indices
    while let first = weights.first(where: { heap.count($0) > 1 }) {
      let large = weights.first { heap.count($0) >= 6 }
      addChain(from: large ?? first, isLast: large == nil)
    }
  }

  /// A chain under construction.
  private struct Chain {
    var positions: [(select: LogicNetlist.Net, data: LogicNetlist.Net)] = []
    var start = LogicNetlist.Net.constant(false)
    /// The level of the carry, and of each position's sum.
    var level = 0
    var levels: [Int] = []
    /// A majority that the next position has to take.
    var pending: BitHeap.Bit?
  }

  private mutating func addChain(from first: Int, isLast: Bool) {
    var chain = Chain()
    var weight = first
    while weight < heap.columns.count, goesOn(chain, weight, isLast: isLast) {
      weight += extend(&chain, weight)
    }
    let index = netlist.addChain(.init(start: chain.start, positions: chain.positions))
    for (position, level) in chain.levels.enumerated() {
      heap.add(
        .init(net: .sum(chain: index, position: position), level: level),
        weight: first + position)
    }
    if let pending = chain.pending { heap.add(pending, weight: weight) }
    heap.add(.init(net: .carry(chain: index), level: chain.level), weight: weight)
  }

  private func goesOn(_ chain: Chain, _ weight: Int, isLast: Bool) -> Bool {
    if chain.positions.isEmpty || chain.pending != nil { return true }
    let bits = heap.count(weight)
    return isLast ? bits > 0 : bits >= policy.fewestBitsToGoOn
  }

  /// Adds one position, or two; returns how many.
  private mutating func extend(_ chain: inout Chain, _ weight: Int) -> Int {
    let count = heap.count(weight)
    if let pending = chain.pending {
      chain.pending = nil
      addTernary(&chain, pending, heap.take(min(count, 3), weight: weight))
      return 1
    }
    let hasNext = weight + 1 < heap.columns.count
    if policy.usesPairs, hasNext, count >= 6 || (count == 5 && policy.usesFives) {
      addPair(&chain, heap.take(min(count, 6), weight: weight))
      return 2
    }
    if chain.positions.isEmpty, count == 3 {
      addFirstOfThree(&chain, heap.take(3, weight: weight))
    } else {
      addFew(&chain, heap.take(min(count, 4), weight: weight))
    }
    return 1
  }
}

// MARK: Positions
extension CompressorTree {
  /// x0 … x4 (or x3) have the sum p + 2q with q ≤ 2. One position adds p, the last bit and the
  /// carry, the next one q.
  private mutating func addPair(_ chain: inout Chain, _ bits: [BitHeap.Bit]) {
    let last = bits[bits.count - 1]
    let others = bits.dropLast().map(\.net)
    let level = bits.map(\.level).max() ?? 0
    let parity = netlist.addTable(bits.map(\.net), upper: Self.isOdd)
    let halves = netlist.addTable(
      others, upper: { $0.ones / 2 == 1 }, lower: { $0.ones / 2 == 2 })
    append(&chain, select: .table(parity, .upper), data: last, level: level + 1)
    append(
      &chain, select: .table(halves, .upper),
      data: .init(net: .table(halves, .lower), level: level + 1), level: level + 1)
  }

  /// One to four bits; of three or more, the majority of three goes to the next position.
  private mutating func addFew(_ chain: inout Chain, _ bits: [BitHeap.Bit]) {
    let level = bits.map(\.level).max() ?? 0
    let hasMajority = bits.count > 2
    let table = netlist.addTable(
      bits.map(\.net), upper: Self.isOdd,
      lower: hasMajority ? { Array($0.prefix(3)).ones >= 2 } : nil)
    // What is not in the majority is handed on where the sum is even.
    let data = bits.count % 2 == 0 ? bits[bits.count - 1] : Self.zero
    append(&chain, select: .table(table, .upper), data: data, level: level + 1)
    if hasMajority { chain.pending = .init(net: .table(table, .lower), level: level + 1) }
  }

  /// Two bits, and a third where the carry comes in: its way into the slice is that of the data, so
  /// these come from the table.
  private mutating func addFirstOfThree(_ chain: inout Chain, _ bits: [BitHeap.Bit]) {
    let level = bits.map(\.level).max() ?? 0
    let table = netlist.addTable(
      [bits[0].net, bits[1].net], upper: Self.isOdd, lower: { $0[0] })
    chain.start = netlist.uninverted(bits[2].net)
    append(
      &chain, select: .table(table, .upper),
      data: .init(net: .table(table, .lower), level: level + 1), level: level + 1)
  }

  /// The majority from below with up to three bits.
  private mutating func addTernary(
    _ chain: inout Chain, _ pending: BitHeap.Bit, _ bits: [BitHeap.Bit]
  ) {
    let all = [pending] + bits
    let level = all.map(\.level).max() ?? 0
    let function: (([Bool]) -> Bool)?
    switch bits.count {
    case 3: function = { Array($0.dropFirst()).ones >= 2 }
    case 2: function = { $0.ones >= 2 }
    default: function = nil
    }
    let table = netlist.addTable(all.map(\.net), upper: Self.isOdd, lower: function)
    append(
      &chain, select: .table(table, .upper),
      data: bits.count % 2 == 1 ? pending : Self.zero, level: level + 1)
    if function != nil { chain.pending = .init(net: .table(table, .lower), level: level + 1) }
  }

  private mutating func append(
    _ chain: inout Chain, select: LogicNetlist.Net, data: BitHeap.Bit, level: Int
  ) {
    chain.level = max(chain.level, level, data.level)
    chain.levels.append(chain.level)
    chain.positions.append((select, netlist.uninverted(data.net)))
  }

  private static func isOdd(_ values: [Bool]) -> Bool { values.ones % 2 == 1 }
  private static let zero = BitHeap.Bit(net: .constant(false), level: 0)
}

extension [Bool] {
  /// How many are true.
  var ones: Int { count { $0 } }
}
