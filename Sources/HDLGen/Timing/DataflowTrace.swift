/// What the streams of a dataflow do, cycle by cycle: the first two frames' transfers, and the
/// states of the streams and ring buffers in the steady state.
///
/// The source always offers and the sink always takes. Cycle 0 is that of the first input transfer.
/// In the steady state as many beats enter each stream's producer as leave it: buffers fill no
/// further.
public struct DataflowTrace: Sendable {
  /// In the order of the dataflow's streams.
  public let streams: [Stream]
  /// The ring buffers of sliding windows, and FIFOs, in the order of the data flow.
  public let buffers: [Buffer]
  /// The cycles over which the steady state was watched: whole frames.
  public let steadyCycles: Int

  /// How many frames' transfers are kept.
  static let recordedFrames = 2

  public struct Stream: Sendable {
    public let name: String
    /// Units at its two ends; nil at the circuit's ports.
    public let producer: String?
    public let consumer: String?
    /// The transfers of each recorded frame; in long intervals those that are close are one run.
    public internal(set) var frames: [[Run]] = []
    /// Of the steady state's cycles, those in which a beat moved.
    public internal(set) var movingCycles = 0
    /// Those in which a beat waited for the consumer.
    public internal(set) var waitingCycles = 0
  }

  public struct Buffer: Codable, Hashable, Sendable {
    public let unit: String
    public let depthInWords: Int
    /// From the first word of a window to its last, the least that a ring can be; 1 for a FIFO.
    public let windowInWords: Int
    /// The most words that it held before the first frame had left the network.
    public let firstPeakInWords: Int
    /// The most words that it ever held.
    public let peakInWords: Int
  }

  /// Transfers that follow each other closely.
  public struct Run: Codable, Hashable, Sendable {
    public let firstCycle: Int
    public let lastCycle: Int
    public let beats: Int
  }

  /// Frames after which a network that does not settle is given up.
  private static let longestRun = 400
  /// The longest period, in frames, that is looked for.
  private static let longestPeriod = 8

  public init(of graph: DataflowGraph) {
    var simulation = DataflowSimulation(graph, watches: true)
    var period: Int?
    for _ in 0..<Self.longestRun where period == nil && !simulation.isDeadlocked {
      simulation.runWatchedFrame()
      if let watch = simulation.watch { period = Self.steadyPeriod(of: watch.intervals, in: graph) }
    }
    guard let watch = simulation.watch else {
      preconditionFailure("bnn-hw bug: nobody watched the simulation")
    }
    let steady = watch.intervals.suffix(period ?? 1)
    let start = simulation.started ?? 0
    steadyCycles = steady.reduce(0) { $0 + $1.cycles }
    streams = graph.streams.indices.map { index in
      var stream = Stream(index, of: graph)
      stream.frames = watch.runs[index].map { $0.map { $0.shifted(by: -start) } }
      stream.movingCycles = steady.reduce(0) { $0 + $1.moving[index] }
      stream.waitingCycles = steady.reduce(0) { $0 + $1.waiting[index] }
      return stream
    }
    buffers = graph.instances.indices.compactMap { index in
      Buffer(
        graph.instances[index], firstPeak: watch.firstPeaks[index] ?? 0,
        peak: watch.peaks[index] ?? 0)
    }
  }

  /// The fewest last frames over which the network took in as much as it gave, everywhere.
  private static func steadyPeriod(
    of intervals: [HandshakeWatch.Interval], in graph: DataflowGraph
  ) -> Int? {
    let longest = min(longestPeriod, intervals.count - recordedFrames)
    guard longest > 0 else { return nil }
    return (1...longest).first { period in
      graph.streams.indices.allSatisfy { stream in
        intervals.suffix(period).reduce(0) { $0 + $1.moving[stream] }
          == period * graph.streams[stream].type.beatsPerFrame
      }
    }
  }
}

extension DataflowTrace.Stream {
  fileprivate init(_ index: Int, of graph: DataflowGraph) {
    name = graph.streams[index].name
    producer = graph.instances.first { $0.outputs.contains(index) }?.name
    consumer = graph.consumers[index].map { graph.instances[$0].name }
  }

  /// A frame's transfers, joined where at most `gap` cycles lie between them.
  public func runs(frame: Int, joiningGapsUpTo gap: Int) -> [DataflowTrace.Run] {
    frames[frame].reduce(into: []) { $0.append($1, joiningGapsUpTo: gap) }
  }
}

extension DataflowTrace.Run {
  fileprivate func shifted(by cycles: Int) -> DataflowTrace.Run {
    DataflowTrace.Run(
      firstCycle: firstCycle + cycles, lastCycle: lastCycle + cycles, beats: beats)
  }
}

extension DataflowTrace.Buffer {
  /// Nil for a unit that is no buffer.
  fileprivate init?(_ instance: DataflowGraph.Instance, firstPeak: Int, peak: Int) {
    switch instance.unit {
    case .slidingWindow(let unit):
      (depthInWords, windowInWords) = (unit.depthInWords, unit.spanInWords)
    case .fifo(let unit): (depthInWords, windowInWords) = (unit.depthInBeats, 1)
    default: return nil
    }
    unit = instance.name
    firstPeakInWords = firstPeak
    peakInWords = peak
  }
}
