/// The slowest way from register to register through a mapped netlist.
public struct LogicPath: Codable, Hashable, Sendable {
  /// LUTs that it passes.
  public let luts: Int
  /// Carry cells that it passes.
  public let carries: Int
  /// What it takes by the delay model, the registers' part included. An estimate.
  public let nanoseconds: Double

  /// The clock that it allows; an estimate.
  public var megahertz: Double { 1000 / nanoseconds }
}

extension LogicPath {
  /// Searches a netlist. Its ports are taken to lead to registers of their own.
  ///
  /// Nil for a loop of logic, and where no signal goes from anywhere to anywhere.
  init?(slowestOf netlist: MappedNetlist, by model: DelayModel) {
    var search = PathSearch(netlist, model)
    guard let slowest = search.slowest() else { return nil }
    luts = slowest.luts
    carries = slowest.carries
    nanoseconds = ((slowest.time + model.uncertainty) * 1000).rounded() / 1000
  }
}

/// Finds when signals arrive, cell after cell in the order of the data flow.
private struct PathSearch {
  struct Arrival {
    var time: Double
    var luts: Int
    var carries: Int
  }

  let netlist: MappedNetlist
  let model: DelayModel
  private var arrivals: [Arrival?]
  private var drivers: [Int?]

  init(_ netlist: MappedNetlist, _ model: DelayModel) {
    self.netlist = netlist
    self.model = model
    arrivals = Array(repeating: nil, count: netlist.netCount)
    drivers = Array(repeating: nil, count: netlist.netCount)
    for (index, cell) in netlist.cells.enumerated() {
      for pin in cell.outputs { drivers[pin.net] = index }
    }
  }

  mutating func slowest() -> Arrival? {
    launch()
    guard let order = order() else { return nil }
    for index in order { pass(netlist.cells[index]) }
    return ends().max { $0.time < $1.time }
  }

  private mutating func launch() {
    for net in netlist.inputs {
      arrivals[net] = Arrival(time: model.clockToRegister, luts: 0, carries: 0)
    }
    for cell in netlist.cells {
      guard let time = model.launch(of: cell.kind) else { continue }
      for pin in cell.outputs { arrivals[pin.net] = Arrival(time: time, luts: 0, carries: 0) }
    }
  }

  /// Cells that signals pass, each behind those that drive it; nil if some drive themselves.
  private func order() -> [Int]? {
    var readers: [[Int]] = Array(repeating: [], count: netlist.cells.count)
    var waitsFor = Array(repeating: 0, count: netlist.cells.count)
    var passed = Array(repeating: false, count: netlist.cells.count)
    for (index, cell) in netlist.cells.enumerated() where isPassed(cell) {
      passed[index] = true
      for pin in cell.inputs where !cell.kind.isSynchronous(pin.name) {
        guard let driver = drivers[pin.net], isPassed(netlist.cells[driver]) else { continue }
        readers[driver].append(index)
        waitsFor[index] += 1
      }
    }
    var order = passed.indices.filter { passed[$0] && waitsFor[$0] == 0 }
    var next = 0
    while next < order.count {
      for reader in readers[order[next]] {
        waitsFor[reader] -= 1
        if waitsFor[reader] == 0 { order.append(reader) }
      }
      next += 1
    }
    return order.count == passed.count { $0 } ? order : nil
  }

  private func isPassed(_ cell: MappedNetlist.Cell) -> Bool {
    switch cell.kind {
    case .table, .wideMultiplexer, .inverter, .carry, .tableMemory, .multiplier: true
    case .register, .blockRAM: false
    }
  }

  private mutating func pass(_ cell: MappedNetlist.Cell) {
    for input in cell.inputs where !cell.kind.isSynchronous(input.name) {
      guard let arrival = arrivals[input.net] else { continue }
      let start = arrival.time + net(to: cell, at: input)
      for output in cell.outputs {
        guard let delay = model.delay(through: cell.kind, from: input.name, to: output.name) else {
          continue
        }
        let time = start + delay
        if let known = arrivals[output.net], known.time >= time { continue }
        arrivals[output.net] = Arrival(
          time: time, luts: arrival.luts + (cell.kind.isTable ? 1 : 0),
          carries: arrival.carries + (cell.kind.isCarry ? 1 : 0))
      }
    }
  }

  private func ends() -> [Arrival] {
    var ends = netlist.outputs.compactMap { arrivals[$0] }
    for index in ends.indices { ends[index].time += model.net }
    for cell in netlist.cells {
      for input in cell.inputs where cell.kind.isSynchronous(input.name) {
        guard var arrival = arrivals[input.net] else { continue }
        arrival.time += net(to: cell, at: input) + model.setup(of: cell.kind)
        ends.append(arrival)
      }
    }
    return ends
  }

  private func net(to cell: MappedNetlist.Cell, at pin: MappedNetlist.Pin) -> Double {
    model.net(from: drivers[pin.net].map { netlist.cells[$0].kind }, to: cell.kind, pin: pin.name)
  }
}

extension TimedCell {
  fileprivate var isTable: Bool {
    switch self {
    case .table, .tableMemory: true
    case .wideMultiplexer, .inverter, .carry, .register, .blockRAM, .multiplier: false
    }
  }

  fileprivate var isCarry: Bool {
    switch self {
    case .carry: true
    case .table, .tableMemory, .wideMultiplexer, .inverter, .register, .blockRAM, .multiplier:
      false
    }
  }
}
