/// Which streams each unit reads and writes, and who is at a stream's ends: plain numbers, for speed.
///
/// The source and the sink have the two numbers behind those of the units.
struct DataflowWiring {
  struct Ports {
    let input: Int
    /// The input itself where there is only one.
    let secondInput: Int
    let output: Int
    /// Which of `otherOutputs` are outputs, too.
    let others: Range<Int>
  }

  /// By unit.
  let ports: [Ports]
  let otherOutputs: [Int]
  /// By stream.
  let producers: [Int]
  let consumers: [Int]
  let input: Int
  let output: Int

  let source: Int
  let sink: Int

  init(_ graph: DataflowGraph) {
    source = graph.instances.count
    sink = source + 1
    var otherOutputs: [Int] = []
    var producers = Array(repeating: source, count: graph.streams.count)
    var consumers = Array(repeating: sink, count: graph.streams.count)
    ports = graph.instances.enumerated().map { index, instance in
      let start = otherOutputs.count
      otherOutputs += instance.outputs.dropFirst()
      for stream in instance.outputs { producers[stream] = index }
      for stream in instance.inputs { consumers[stream] = index }
      return Ports(
        input: instance.inputs[0], secondInput: instance.inputs.last ?? 0,
        output: instance.outputs[0], others: start..<otherOutputs.count)
    }
    self.otherOutputs = otherOutputs
    self.producers = producers
    self.consumers = consumers
    input = graph.input
    output = graph.output
  }

  /// The signals of a unit's inputs, bit p for port p.
  func inputs(of unit: Int, in signals: [Bool]) -> PortSignals {
    let port = ports[unit]
    let first: PortSignals = signals[port.input] ? 1 : 0
    return port.secondInput != port.input && signals[port.secondInput] ? first | 2 : first
  }

  /// The signals of a unit's outputs.
  func outputs(of unit: Int, in signals: [Bool]) -> PortSignals {
    let port = ports[unit]
    var result: PortSignals = signals[port.output] ? 1 : 0
    for other in port.others where signals[otherOutputs[other]] {
      result |= 1 << PortSignals(other - port.others.lowerBound + 1)
    }
    return result
  }
}
