/// Where registers cut a netlist, so that it takes several short cycles instead of a long one.
///
/// A table or a chain is one level. Cuts lie between levels, as evenly as the levels allow, and
/// among the even ones where the fewest nets cross.
struct NetlistPipeline {
  /// Levels that each cut lies behind, ascending; 0 is in front of the first tables.
  let cuts: [Int]
  /// The nets that each cut's registers hold, in a fixed order.
  let registers: [[LogicNetlist.Net]]
  private let levels: Levels

  /// The levels between two cuts, or a cut and an end, where they are most.
  var mostLevels: Int {
    let ends = [0] + cuts + [levels.depth]
    return zip(ends, ends.dropFirst()).map { $1 - $0 }.max() ?? 0
  }

  init(_ netlist: LogicNetlist, outputs: [LogicNetlist.Net], stages: Int) {
    let levels = Levels(netlist)
    let lives = Self.lives(netlist, outputs, levels)
    cuts = Self.cuts(lives, depth: levels.depth, stages: stages)
    registers = cuts.map { cut in
      lives.filter { $0.first <= cut && cut < $0.last }.map(\.net)
    }
    self.levels = levels
  }

  /// How many cuts lie in front of a table or chain.
  func stage(ofTable index: Int) -> Int { stage(behind: levels.tables[index]) }
  func stage(ofChain index: Int) -> Int { stage(behind: levels.chains[index]) }
  /// How many cuts lie in front of what makes a net.
  func stage(of net: LogicNetlist.Net) -> Int { stage(behind: levels.level(of: net)) }

  private func stage(behind level: Int) -> Int { cuts.count { $0 < level } }

  /// A net from the level that makes it to the last that reads it.
  private struct Life {
    let net: LogicNetlist.Net
    let first: Int
    var last: Int
  }

  private static func lives(
    _ netlist: LogicNetlist, _ outputs: [LogicNetlist.Net], _ levels: Levels
  ) -> [Life] {
    var lives: [Life] = []
    var places: [LogicNetlist.Net: Int] = [:]
    func read(_ net: LogicNetlist.Net, at level: Int) {
      guard let net = net.wire else { return }
      if let place = places[net] {
        lives[place].last = max(lives[place].last, level)
      } else {
        places[net] = lives.count
        lives.append(Life(net: net, first: levels.level(of: net), last: level))
      }
    }
    for (index, table) in netlist.tables.enumerated() {
      for input in table.inputs { read(input, at: levels.tables[index]) }
    }
    for (index, chain) in netlist.chains.enumerated() {
      for net in chain.inputs { read(net, at: levels.chains[index]) }
    }
    for output in outputs { read(output, at: .max) }
    return lives
  }

  /// The cheapest cuts with no more than an even share of the levels between two of them.
  private static func cuts(_ lives: [Life], depth: Int, stages: Int) -> [Int] {
    let share = (depth + stages) / (stages + 1)
    let costs = (0...depth).map { cut in lives.count { $0.first <= cut && cut < $0.last } }
    // Cheapest ways to place some cuts, by the level behind which the last lies.
    var best: [(cost: Int, cuts: [Int])?] = [(0, [])] + Array(repeating: nil, count: depth)
    for _ in 0..<stages {
      best = (0...depth).map { cut in
        let ways = best[max(0, cut - share)...cut].compactMap(\.self)
        return ways.min { $0.cost < $1.cost }.map { ($0.cost + costs[cut], $0.cuts + [cut]) }
      }
    }
    let last = best[max(0, depth - share)...].compactMap(\.self).min { $0.cost < $1.cost }
    guard let last else { preconditionFailure("bnn-hw bug: no way to cut \(depth) levels") }
    return last.cuts
  }
}

/// Levels of tables and chains, inputs being 0.
private struct Levels {
  private(set) var tables: [Int]
  private(set) var chains: [Int]
  private let netlist: LogicNetlist

  init(_ netlist: LogicNetlist) {
    self.netlist = netlist
    tables = Array(repeating: 0, count: netlist.tables.count)
    chains = Array(repeating: 0, count: netlist.chains.count)
    for index in netlist.tables.indices { findTable(index) }
    for index in netlist.chains.indices { findChain(index) }
  }

  var depth: Int { max(tables.max() ?? 0, chains.max() ?? 0) }

  func level(of net: LogicNetlist.Net) -> Int {
    switch net {
    case .constant, .x, .weight, .address: 0
    case .table(let index, _): tables[index]
    case .sum(let chain, _), .carry(let chain): chains[chain]
    }
  }

  private mutating func findTable(_ index: Int) {
    guard tables[index] == 0 else { return }
    tables[index] = 1 + highest(of: netlist.tables[index].inputs)
  }

  private mutating func findChain(_ index: Int) {
    guard chains[index] == 0 else { return }
    chains[index] = 1 + highest(of: netlist.chains[index].inputs)
  }

  private mutating func highest(of nets: [LogicNetlist.Net]) -> Int {
    var highest = 0
    for net in nets {
      switch net {
      case .table(let index, _): findTable(index)
      case .sum(let chain, _), .carry(let chain): findChain(chain)
      case .constant, .x, .weight, .address: break
      }
      highest = max(highest, level(of: net))
    }
    return highest
  }
}

extension LogicNetlist.CarryChain {
  fileprivate var inputs: [LogicNetlist.Net] {
    [start] + positions.flatMap { [$0.select, $0.data] }
  }
}

extension LogicNetlist.Net {
  /// What a register holds of it: tables turn inverted inputs round, constants need none.
  var wire: LogicNetlist.Net? {
    switch self {
    case .constant: nil
    case .x(let index, _): .x(index, isInverted: false)
    case .weight, .address, .table, .sum, .carry: self
    }
  }
}
