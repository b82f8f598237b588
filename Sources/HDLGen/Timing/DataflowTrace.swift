/// What the streams of a dataflow do, cycle by cycle: the first two frames' transfers, and the states of
/// the streams and ring buffers in the steady state.
///
/// The source always offers and the sink always takes. Cycle 0 is that of the first input transfer. In
/// the steady state as many beats enter each stream's producer as leave it: buffers fill no further.
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
    /// The cycles of the transfers of each recorded frame.
    public internal(set) var transfers: [[Int]] = Array(repeating: [], count: recordedFrames)
    /// Of the steady state's cycles, those in which a beat moved.
    public internal(set) var movingCycles = 0
    /// Those in which a beat waited for the consumer.
    public internal(set) var waitingCycles = 0

    init(name: String, producer: String?, consumer: String?) {
      self.name = name
      self.producer = producer
      self.consumer = consumer
    }
  }

  public struct Buffer: Codable, Hashable, Sendable {
    public let unit: String
    public let depthInWords: Int
    /// From the first word of a window to its last, the least that a ring can be; 1 for a FIFO.
    public let windowInWords: Int
    /// The most words that it held before the first frame had left the network.
    public internal(set) var firstPeakInWords = 0
    /// The most words that it ever held.
    public internal(set) var peakInWords = 0
  }

  /// Transfers that follow each other closely.
  public struct Run: Codable, Hashable, Sendable {
    public let firstCycle: Int
    public let lastCycle: Int
    public let beats: Int
  }

  public init(of graph: DataflowGraph) {
    var recording = DataflowRecording(graph)
    recording.run()
    streams = recording.streams
    buffers = recording.buffers
    steadyCycles = recording.steadyCycles
  }
}

extension DataflowTrace.Stream {
  /// A frame's transfers, joined where at most `gap` cycles lie between them.
  public func runs(frame: Int, joiningGapsUpTo gap: Int) -> [DataflowTrace.Run] {
    var runs: [DataflowTrace.Run] = []
    var start = 0
    let cycles = transfers[frame]
    for index in cycles.indices {
      let isLast = index + 1 == cycles.count
      guard isLast || cycles[index + 1] - cycles[index] - 1 > gap else { continue }
      runs.append(
        DataflowTrace.Run(
          firstCycle: cycles[start], lastCycle: cycles[index], beats: index + 1 - start))
      start = index + 1
    }
    return runs
  }
}
