/// Puts FIFOs where units wait for each other, no deeper than it takes.
///
/// Where a value is read twice and the two ways join again, the shorter one must hold what the longer
/// one still works on, or nothing moves at all. Elsewhere a unit that gives its beats in bursts can keep
/// a slower one waiting, which a FIFO between them evens out.
///
/// Depths come from simulations of the dataflow. With deep FIFOs everywhere the interval is the best of
/// these foldings. When frames come evenly at that interval, the highest fill of each FIFO is enough of
/// a depth: a circuit that starts everything as early as possible does nothing later than that schedule,
/// since an earlier beat delays nobody. Then each FIFO is made smaller until the interval would grow.
///
/// Whether a network comes to a halt does not depend on when source and sink stall, since every unit
/// takes and gives the same beats in the same order whatever it waits for. So a simulation that repeats
/// itself without a halt rules it out.
struct SizeFIFOs {
  private var graph: DataflowGraph
  /// The interval at which frames are offered in trials, and the longest one that is good.
  private let schedule: Int
  private let target: Int

  static func run(_ graph: DataflowGraph, for policy: FIFOPolicy) -> DataflowGraph {
    switch policy {
    case .memory: leastMemory(graph)
    case .throughput: fastest(graph)
    }
  }

  /// Frames pass one by one in trials: whether they come to a halt does not depend on the schedule.
  private static func leastMemory(_ graph: DataflowGraph) -> DataflowGraph {
    if graph.joinInputs.isEmpty { return graph }
    let deep = graph.withDeepFIFOs(graph.joinInputs)
    let latency = FrameTiming.firstLatency(of: deep)
    return SizeFIFOs(deep, schedule: 2 * latency, target: .max).smallest
  }

  /// FIFOs at joins alone if these do, else at more places; none if the slowest unit is as fast anyway.
  private static func fastest(_ graph: DataflowGraph) -> DataflowGraph {
    let slowest = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    let joins = graph.withDeepFIFOs(graph.joinInputs)
    let everywhere = graph.withDeepFIFOs(graph.burstyInputs)
    for deep in [joins, everywhere] {
      let trial = SizeFIFOs(deep, schedule: slowest, target: slowest)
      if trial.isGood(deep) { return trial.sizedByFill.smallest }
    }
    // Units keep each other waiting whatever lies between them.
    let some = FrameTiming(ofPossiblyStopping: joins)?.cyclesPerFrame ?? .max
    let all = FrameTiming(ofPossiblyStopping: everywhere)?.cyclesPerFrame ?? .max
    let (deep, interval) = some - all > some / worthwhile ? (everywhere, all) : (joins, some)
    if deep == graph { return graph }
    let target = interval + interval / worthwhile
    return SizeFIFOs(deep, schedule: target, target: target).sizedByFill.smallest
  }

  /// A gain of less than this part of the interval is not worth FIFOs.
  private static let worthwhile = 100

  /// `schedule` is the interval at which frames are offered in trials.
  private init(_ graph: DataflowGraph, schedule: Int, target: Int) {
    self.graph = graph
    self.schedule = schedule
    self.target = target
  }

  /// Each FIFO as deep as it is filled when frames come evenly. A block RAM gives its words later than
  /// LUTs, which changes how full others are; so the second fill counts.
  private var sizedByFill: SizeFIFOs {
    let stored = simulation(of: graph).highestFills
    let deep = graph.mapFIFOs { index, unit in
      FIFOUnit(
        from: unit.from, depthInBeats: unit.depthInBeats,
        storage: unit.with(depthInBeats: stored[index] ?? 1).storage)
    }
    let fills = simulation(of: deep).highestFills
    let sized = deep.mapFIFOs { index, unit in
      FIFOUnit(from: unit.from, depthInBeats: fills[index] ?? 1, storage: unit.storage)
    }
    return isGood(sized) ? SizeFIFOs(sized, schedule: schedule, target: target) : self
  }

  private func simulation(of graph: DataflowGraph) -> DataflowSimulation {
    var simulation = DataflowSimulation(graph, sourceInterval: schedule)
    simulation.runToSteadyState()
    return simulation
  }

  private func isGood(_ graph: DataflowGraph) -> Bool {
    guard let interval = simulation(of: graph).interval else { return false }
    return interval <= target
  }

  /// One FIFO after the other as small as it can be, the largest one first.
  private var smallest: DataflowGraph {
    var result = graph
    let names = graph.fifos.sorted { graph.bits($0) > graph.bits($1) }
      .map { graph.instances[$0].name }
    for name in remove(names[...], from: &result) {
      guard let index = result.instances.firstIndex(where: { $0.name == name }) else { continue }
      shrink(index, in: &result)
    }
    return result
  }

  /// Takes out FIFOs that nothing is lost without, all at once where that does, else by halves; returns
  /// those that stay.
  private func remove(_ names: ArraySlice<String>, from graph: inout DataflowGraph) -> [String] {
    if names.isEmpty { return [] }
    let without = names.reduce(graph) { $0.removingFIFO($1) }
    if isGood(without) {
      graph = without
      return []
    }
    if names.count == 1 { return Array(names) }
    let middle = names.startIndex + names.count / 2
    // The smaller ones first: a large one that stays may do their work.
    let last = remove(names[middle...], from: &graph)
    return remove(names[..<middle], from: &graph) + last
  }

  /// Finds the least depth that is good in steps that double, then by halving.
  private func shrink(_ index: Int, in graph: inout DataflowGraph) {
    var good = graph.depth(index)
    var bad = 0
    var step: Int? = 1
    while good - bad > 1 {
      let depth = max(good - (step ?? good), (good + bad) / 2)
      var smaller = graph
      smaller.setFIFO(index, depth: depth)
      if isGood(smaller) {
        good = depth
        step = step.map { 2 * $0 }
      } else {
        bad = depth
        step = nil
      }
    }
    graph.setFIFO(index, depth: good)
  }
}

extension DataflowGraph {
  fileprivate var slowestCycles: Int {
    instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
  }

  /// Where a stream enters a unit.
  fileprivate struct InputPort {
    let instance: Int
    let port: Int
  }

  fileprivate var joinInputs: [InputPort] {
    inputPorts.filter { instances[$0.instance].inputs.count > 1 }
  }

  /// Joins, and inputs of units that do not take a beat in every cycle or whose outputs do not: what
  /// comes right behind a sliding window or in front of a converter waits no other way.
  fileprivate var burstyInputs: [InputPort] {
    var producers: [Int: Int] = [:]
    for (index, instance) in instances.enumerated() {
      for stream in instance.outputs { producers[stream] = index }
    }
    return inputPorts.filter { place in
      guard let producer = producers[instances[place.instance].inputs[place.port]] else {
        return false
      }
      return !instances[place.instance].unit.passesOnAtOnce
        && !instances[producer].unit.isPartOfItsReader
    }
  }

  private var inputPorts: [InputPort] {
    instances.indices.flatMap { index in
      instances[index].inputs.indices.map { InputPort(instance: index, port: $0) }
    }
  }

  /// With FIFOs that hold more than can be under way.
  fileprivate func withDeepFIFOs(_ places: [InputPort]) -> DataflowGraph {
    let frames = 8
    var result = self
    result.instances = []
    for (index, var instance) in instances.enumerated() {
      for place in places where place.instance == index {
        let source = instance.inputs[place.port]
        let stream = streams[source]
        let unit = FIFOUnit(
          from: stream.type, depthInBeats: frames * stream.type.beatsPerFrame + 2, storage: .lut)
        result.streams.append(
          Stream(name: "\(stream.name)_fifo", type: stream.type, layer: stream.layer))
        instance.inputs[place.port] = result.streams.count - 1
        result.instances.append(
          Instance(
            name: "\(stream.name)_fifo", layer: instance.layer, unit: .fifo(unit),
            inputs: [source], outputs: [result.streams.count - 1]))
      }
      result.instances.append(instance)
    }
    return result
  }

  fileprivate var fifos: [Int] { instances.indices.filter { fifo($0) != nil } }

  fileprivate func bits(_ index: Int) -> Int {
    fifo(index).map { $0.depthInBeats * $0.from.dataBits } ?? 0
  }

  fileprivate func depth(_ index: Int) -> Int { fifo(index)?.depthInBeats ?? 0 }

  private func fifo(_ index: Int) -> FIFOUnit? {
    if case .fifo(let unit) = instances[index].unit { unit } else { nil }
  }

  fileprivate func mapFIFOs(_ change: (Int, FIFOUnit) -> FIFOUnit) -> DataflowGraph {
    var result = self
    for index in instances.indices {
      guard let unit = fifo(index) else { continue }
      result.instances[index].unit = .fifo(change(index, unit))
    }
    return result
  }

  /// In the memory that costs less at that depth.
  fileprivate mutating func setFIFO(_ index: Int, depth: Int) {
    guard let unit = fifo(index) else { return }
    instances[index].unit = .fifo(unit.with(depthInBeats: depth))
  }

  /// The reader takes the beats from where the FIFO had them; its stream is no more.
  fileprivate func removingFIFO(_ name: String) -> DataflowGraph {
    guard let index = instances.firstIndex(where: { $0.name == name }) else { return self }
    let (source, removed) = (instances[index].inputs[0], instances[index].outputs[0])
    let renumber = { (stream: Int) in stream > removed ? stream - 1 : stream }
    var result = self
    result.streams.remove(at: removed)
    result.instances = instances.indices.filter { $0 != index }.map { other in
      let instance = instances[other]
      return Instance(
        name: instance.name, layer: instance.layer, unit: instance.unit,
        inputs: instance.inputs.map { renumber($0 == removed ? source : $0) },
        outputs: instance.outputs.map(renumber))
    }
    result.input = renumber(input)
    result.output = renumber(output)
    return result
  }
}

extension HardwareUnit {
  /// Units in front of which a FIFO does not help more than behind them.
  fileprivate var passesOnAtOnce: Bool {
    switch self {
    case .widthConverter, .fork, .fifo: true
    case .axisInput, .binarizer, .pixelTable, .thermometer, .bitPlanes, .padding, .slidingWindow,
      .matrixVector, .reduce, .threshold, .scaleBias, .argMax, .axisOutput, .add, .concat,
      .requantize, .bitPlane, .gatedAdd, .select:
      false
    }
  }

  /// Units that belong to what reads them, in front of which a FIFO does as well.
  fileprivate var isPartOfItsReader: Bool {
    switch self {
    case .padding, .slidingWindow, .bitPlanes: true
    case .axisInput, .binarizer, .pixelTable, .thermometer, .matrixVector, .reduce, .threshold,
      .widthConverter, .scaleBias, .argMax, .axisOutput, .fork, .fifo, .add, .concat, .requantize,
      .bitPlane, .gatedAdd, .select:
      false
    }
  }
}
