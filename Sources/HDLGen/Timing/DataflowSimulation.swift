/// Runs the handshakes of all units of a dataflow, cycle by cycle: exact intervals and latencies
/// without simulating RTL.
///
/// The source always offers and the sink always takes.
struct DataflowSimulation {
  /// The cycles, counted from the first input transfer, of each frame's last output transfer.
  private(set) var frameEnds: [Int] = []

  private let inputs: [Int]
  private let outputs: [Int]
  private let outputStream: Int
  private let beatsPerFrame: Int
  private var units: [any UnitTiming]
  private var valid: [Bool]
  private var ready: [Bool]

  init(_ graph: DataflowGraph) {
    units = graph.instances.map { $0.unit.model.makeTiming() }
    inputs = graph.instances.map { $0.inputs[0] }
    outputs = graph.instances.map { $0.outputs[0] }
    outputStream = graph.output
    beatsPerFrame = graph.streams[graph.output].type.beatsPerFrame
    valid = Array(repeating: true, count: graph.streams.count)
    ready = Array(repeating: true, count: graph.streams.count)
  }

  /// Runs until the interval between frames has settled: the same three times in a row.
  mutating func runToSteadyState() {
    var cycle = 0
    var beats = 0
    var started: Int?
    while !isSteady {
      for index in units.indices {
        valid[outputs[index]] = units[index].outValid
        ready[inputs[index]] = units[index].inReady
      }
      if started == nil, ready[inputs[0]] { started = cycle }
      if valid[outputStream] {
        beats += 1
        if beats % beatsPerFrame == 0 { frameEnds.append(cycle - (started ?? 0)) }
      }
      for index in units.indices {
        units[index].step(inValid: valid[inputs[index]], outReady: ready[outputs[index]])
      }
      cycle += 1
    }
  }

  private static let longestRun = 64

  private var isSteady: Bool {
    let count = frameEnds.count
    if count < 5 { return false }
    let intervals = (1...3).map { frameEnds[count - $0] - frameEnds[count - $0 - 1] }
    return Set(intervals).count == 1 || count >= Self.longestRun
  }
}
