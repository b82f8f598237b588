/// The simulation that fills a `DataflowTrace`.
struct DataflowRecording {
  private(set) var streams: [DataflowTrace.Stream]
  private(set) var buffers: [DataflowTrace.Buffer] = []
  private(set) var steadyCycles = 0

  /// Of each unit: the streams that it reads and those that it writes.
  private let inputs: [[Int]]
  private let outputs: [[Int]]
  private let inputStream: Int
  private let outputStream: Int
  private let beatsPerFrame: [Int]
  private var units: [TimedUnit]
  /// The unit of each buffer.
  private var bufferUnits: [Int] = []
  /// Beats that each stream has passed.
  private var beats: [Int]
  /// What happened between the ends of output frames.
  private var frames: [Interval] = []

  private struct Interval {
    var cycles = 0
    /// By stream.
    var moving: [Int]
    var waiting: [Int]
  }

  /// Frames after which a network that does not settle is given up.
  private static let longestRun = 400
  /// The longest period, in frames, that is looked for.
  private static let longestPeriod = 8

  init(_ graph: DataflowGraph) {
    inputs = graph.instances.map(\.inputs)
    outputs = graph.instances.map(\.outputs)
    inputStream = graph.input
    outputStream = graph.output
    units = graph.instances.map { $0.unit.model.makeTiming() }
    beatsPerFrame = graph.streams.map(\.type.beatsPerFrame)
    beats = Array(repeating: 0, count: graph.streams.count)
    var producers: [String?] = Array(repeating: nil, count: graph.streams.count)
    for instance in graph.instances {
      for stream in instance.outputs { producers[stream] = instance.name }
    }
    streams = zip(graph.streams, zip(producers, graph.consumers)).map { stream, ends in
      DataflowTrace.Stream(
        name: stream.name, producer: ends.0, consumer: ends.1.map { graph.instances[$0].name })
    }
    for (index, instance) in graph.instances.enumerated() {
      let (depth, least): (Int, Int)
      switch instance.unit {
      case .slidingWindow(let unit): (depth, least) = (unit.depthInWords, unit.spanInWords)
      case .fifo(let unit): (depth, least) = (unit.depthInBeats, 1)
      default: continue
      }
      bufferUnits.append(index)
      buffers.append(.init(unit: instance.name, depthInWords: depth, windowInWords: least))
    }
  }

  /// Runs until, over some frames, every stream moves as many beats as they have.
  mutating func run() {
    var started: Int?
    var cycle = 0
    var interval = newInterval
    while true {
      let states = self.states
      if started == nil, states[inputStream].isMoving { started = cycle }
      for stream in streams.indices {
        note(states[stream], of: stream, at: cycle - (started ?? 0), in: &interval)
      }
      step(states)
      cycle += 1
      interval.cycles += 1
      guard beats[outputStream] == (frames.count + 1) * beatsPerFrame[outputStream] else {
        continue
      }
      frames.append(interval)
      interval = newInterval
      let period = steadyPeriod ?? (frames.count == Self.longestRun ? 1 : nil)
      if let period { return finish(over: frames.suffix(period)) }
    }
  }

  private var newInterval: Interval {
    let zeros = Array(repeating: 0, count: streams.count)
    return Interval(moving: zeros, waiting: zeros)
  }

  /// The fewest last frames over which the network took in as much as it gave, everywhere.
  private var steadyPeriod: Int? {
    let longest = min(Self.longestPeriod, frames.count - DataflowTrace.recordedFrames)
    guard longest > 0 else { return nil }
    return (1...longest).first { period in
      streams.indices.allSatisfy { stream in
        frames.suffix(period).reduce(0) { $0 + $1.moving[stream] } == period * beatsPerFrame[stream]
      }
    }
  }

  private mutating func finish(over steady: ArraySlice<Interval>) {
    steadyCycles = steady.reduce(0) { $0 + $1.cycles }
    for stream in streams.indices {
      streams[stream].movingCycles = steady.reduce(0) { $0 + $1.moving[stream] }
      streams[stream].waitingCycles = steady.reduce(0) { $0 + $1.waiting[stream] }
    }
  }

  private struct State {
    var isValid = true
    var isReady = true
    var isMoving: Bool { isValid && isReady }
  }

  /// What all units offer in a cycle. A unit follows those that it reads, so that its inputs' valid
  /// signals are known when it says what it is ready for.
  private var states: [State] {
    var states = Array(repeating: State(), count: streams.count)
    for unit in units.indices {
      let outValid = units[unit].outValid
      for (port, stream) in outputs[unit].enumerated() {
        states[stream].isValid = outValid >> PortSignals(port) & 1 == 1
      }
      let inReady = units[unit].inReady(Self.signals(of: inputs[unit]) { states[$0].isValid })
      for (port, stream) in inputs[unit].enumerated() {
        states[stream].isReady = inReady >> PortSignals(port) & 1 == 1
      }
    }
    return states
  }

  private static func signals(of streams: [Int], _ isSet: (Int) -> Bool) -> PortSignals {
    streams.enumerated().reduce(0) { $0 | (isSet($1.element) ? 1 << PortSignals($1.offset) : 0) }
  }

  private mutating func note(
    _ state: State, of stream: Int, at cycle: Int, in interval: inout Interval
  ) {
    if state.isMoving {
      let frame = beats[stream] / beatsPerFrame[stream]
      if frame < DataflowTrace.recordedFrames { streams[stream].transfers[frame].append(cycle) }
      beats[stream] += 1
      interval.moving[stream] += 1
    } else if state.isValid {
      interval.waiting[stream] += 1
    }
  }

  private mutating func step(_ states: [State]) {
    for unit in units.indices {
      units[unit].step(
        inValid: Self.signals(of: inputs[unit]) { states[$0].isValid },
        outReady: Self.signals(of: outputs[unit]) { states[$0].isReady })
    }
    for (buffer, unit) in bufferUnits.enumerated() {
      let fill =
        switch units[unit] {
        case .slidingWindow(let window): window.fill
        case .fifo(let fifo): fifo.fill
        default: 0
        }
      buffers[buffer].peakInWords = max(buffers[buffer].peakInWords, fill)
      if frames.isEmpty { buffers[buffer].firstPeakInWords = buffers[buffer].peakInWords }
    }
  }
}
