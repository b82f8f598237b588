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
    let joins = graph.joinInputs
    switch policy {
    case .memory:
      if joins.isEmpty { return graph }
      let deep = graph.withDeepFIFOs(joins, frames: mostFrames)
      // Frames that pass one by one: whether they come to a halt does not depend on the schedule.
      let latency = FrameTiming(of: deep).latencyCycles
      return SizeFIFOs(deep, schedule: 2 * latency, target: .max).smallest
    case .throughput:
      let slowest = graph.slowestCycles
      var (best, interval) = fastest(graph, fifosAt: joins)
      if interval - slowest > slowest / worthwhile {
        let everywhere = fastest(graph, fifosAt: graph.innerInputs)
        if interval - everywhere.interval > slowest / worthwhile { (best, interval) = everywhere }
      }
      if best == graph { return graph }
      return SizeFIFOs(best, schedule: interval, target: interval).sizedByFill.smallest
    }
  }

  /// A gain of less than this part of the interval is not worth FIFOs.
  private static let worthwhile = 100
  /// Frames that a FIFO is given at first, at most.
  private static let mostFrames = 8

  /// The graph with FIFOs so deep that twice as much changes nothing, and its interval.
  private static func fastest(
    _ graph: DataflowGraph, fifosAt places: [DataflowGraph.InputPort]
  ) -> (graph: DataflowGraph, interval: Int) {
    let slowest = graph.slowestCycles
    var best = (graph: graph, interval: Int.max)
    for frames in places.isEmpty ? [0] : [1, 2, 4, mostFrames] {
      let deep = graph.withDeepFIFOs(places, frames: frames)
      if SizeFIFOs(deep, schedule: slowest, target: slowest).isGood(deep) { return (deep, slowest) }
      let interval = FrameTiming(ofPossiblyStopping: deep)?.cyclesPerFrame ?? .max
      if interval >= best.interval, interval < .max { break }
      best = (deep, interval)
    }
    return best
  }

  /// `schedule` is the interval at which frames are offered in trials.
  private init(_ graph: DataflowGraph, schedule: Int, target: Int) {
    self.graph = graph
    self.schedule = schedule
    self.target = target
  }

  /// Each FIFO as deep as it is filled when frames come evenly.
  private var sizedByFill: SizeFIFOs {
    var simulation = DataflowSimulation(graph, sourceInterval: schedule)
    simulation.runToSteadyState()
    var sized = graph
    for index in graph.fifos { sized.setFIFO(index, depth: simulation.highestFills[index] ?? 1) }
    return isGood(sized) ? SizeFIFOs(sized, schedule: schedule, target: target) : self
  }

  private func isGood(_ graph: DataflowGraph) -> Bool {
    var simulation = DataflowSimulation(graph, sourceInterval: schedule)
    simulation.runToSteadyState()
    guard let interval = simulation.interval else { return false }
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

  /// All but the circuit's own input.
  fileprivate var innerInputs: [InputPort] {
    inputPorts.filter { instances[$0.instance].inputs[$0.port] != input }
  }

  private var inputPorts: [InputPort] {
    instances.indices.flatMap { index in
      instances[index].inputs.indices.map { InputPort(instance: index, port: $0) }
    }
  }

  /// Each FIFO holds so many frames.
  fileprivate func withDeepFIFOs(_ places: [InputPort], frames: Int) -> DataflowGraph {
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
