internal import HDLGen

/// What a stream does in the steady state, in percent of its cycles.
public struct StreamOccupancy: Encodable, Hashable, Sendable {
  public let name: String
  public let producer: String?
  public let consumer: String?
  /// A beat moves.
  public let movingPercent: Double
  /// A beat waits for the consumer.
  public let waitingPercent: Double
  /// There is no beat.
  public let emptyPercent: Double

  /// The core's input first, then in the order of the units that write them.
  static func all(of manifest: Manifest, _ trace: DataflowTrace) -> [StreamOccupancy] {
    let producers: [String?] = [nil] + manifest.units.map(\.name)
    return producers.flatMap { producer in
      trace.streams.filter { $0.producer == producer }.map {
        StreamOccupancy($0, steadyCycles: trace.steadyCycles)
      }
    }
  }

  private init(_ stream: DataflowTrace.Stream, steadyCycles: Int) {
    let percent = { (cycles: Int) in 100 * Double(cycles) / Double(steadyCycles) }
    name = stream.name
    producer = stream.producer
    consumer = stream.consumer
    movingPercent = percent(stream.movingCycles)
    waitingPercent = percent(stream.waitingCycles)
    emptyPercent = percent(steadyCycles - stream.movingCycles - stream.waitingCycles)
  }
}
