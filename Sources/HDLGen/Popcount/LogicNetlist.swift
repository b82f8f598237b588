/// Look-up tables and carry chains as 7-series and UltraScale FPGAs have them.
///
/// A table is a LUT6_2: any function of six inputs, or two functions of the same five. A position
/// of a carry chain gives sum = select ^ carry, and hands on carry where select is 1, else data.
struct LogicNetlist {
  /// A single bit.
  enum Net: Hashable {
    case constant(Bool)
    /// Bit i of the module's inputs, or its opposite, which only tables can take.
    case x(Int, isInverted: Bool)
    case weight(Int)
    /// Bit i of the number of a word of weights.
    case address(Int)
    case table(Int, Output)
    /// The sum of a position of a chain.
    case sum(chain: Int, position: Int)
    /// What comes out of a chain's last position.
    case carry(chain: Int)

    var isInverted: Bool {
      if case .x(_, let isInverted) = self { isInverted } else { false }
    }
  }

  enum Output: Hashable {
    /// O6 and O5 of a LUT6_2.
    case upper, lower
  }

  struct Table {
    /// At most six, at most five if there is a lower output; the first is I0.
    let inputs: [Net]
    /// Bit j is the output for the inputs whose values are the bits of j.
    let upper: UInt64
    let lower: UInt64?
  }

  struct CarryChain {
    let start: Net
    var positions: [(select: Net, data: Net)]
  }

  private(set) var tables: [Table] = []
  private(set) var chains: [CarryChain] = []

  /// Adds a table; the functions take the values of the inputs in order.
  mutating func addTable(
    _ inputs: [Net], upper: ([Bool]) -> Bool, lower: (([Bool]) -> Bool)? = nil
  ) -> Int {
    precondition(
      inputs.count <= (lower == nil ? 6 : 5), "bnn-hw bug: a table of \(inputs.count) inputs")
    tables.append(
      Table(
        inputs: inputs, upper: Self.values(of: upper, inputs),
        lower: lower.map { Self.values(of: $0, inputs) }))
    return tables.count - 1
  }

  /// The net where no table turns it round: an inverted input gets a table of its own.
  mutating func uninverted(_ net: Net) -> Net {
    net.isInverted ? .table(addTable([net], upper: { $0[0] }), .upper) : net
  }

  mutating func addChain(_ chain: CarryChain) -> Int {
    chains.append(chain)
    return chains.count - 1
  }

  /// Truth table over the nets as they are: inverted inputs are turned round in here.
  private static func values(of function: ([Bool]) -> Bool, _ inputs: [Net]) -> UInt64 {
    var table: UInt64 = 0
    for row in 0..<1 << inputs.count {
      let values = inputs.enumerated().map { index, net in
        if case .x(_, isInverted: true) = net {
          row >> index & 1 == 0
        } else {
          row >> index & 1 == 1
        }
      }
      if function(values) { table |= 1 << UInt64(row) }
    }
    return table
  }
}

extension LogicNetlist {
  /// The values of nets for given inputs.
  struct Evaluation {
    let netlist: LogicNetlist
    let x: [Bool]
    let weights: [Bool]
    let address: Int
    private var known: [Net: Bool] = [:]

    init(_ netlist: LogicNetlist, x: [Bool], weights: [Bool], address: Int = 0) {
      self.address = address
      self.netlist = netlist
      self.x = x
      self.weights = weights
    }

    mutating func value(of net: Net) -> Bool {
      switch net {
      case .constant(let value): return value
      // Tables turn inverted inputs round themselves.
      case .x(let index, _): return x[index]
      case .weight(let index): return weights[index]
      case .address(let bit): return address >> bit & 1 == 1
      case .table, .sum, .carry: break
      }
      if let value = known[net] { return value }
      switch net {
      case .table(let index, _): evaluateTable(index)
      case .sum(let chain, _), .carry(let chain): evaluateChain(chain)
      case .constant, .x, .weight, .address: break
      }
      return known[net] ?? false
    }

    private mutating func evaluateTable(_ index: Int) {
      let table = netlist.tables[index]
      var row: UInt64 = 0
      for (bit, input) in table.inputs.enumerated() where value(of: input) { row |= 1 << bit }
      known[.table(index, .upper)] = table.upper >> row & 1 == 1
      known[.table(index, .lower)] = (table.lower ?? 0) >> row & 1 == 1
    }

    private mutating func evaluateChain(_ index: Int) {
      let chain = netlist.chains[index]
      var carry = value(of: chain.start)
      for (position, (select, data)) in chain.positions.enumerated() {
        let isSelected = value(of: select)
        known[.sum(chain: index, position: position)] = isSelected != carry
        carry = isSelected ? carry : value(of: data)
      }
      known[.carry(chain: index)] = carry
    }
  }
}
