/// What a network's FIFOs take and how fast it is with them, to weigh one policy against the other.
public struct FIFOFigures: Codable, Hashable, Sendable {
  public let purpose: FIFOPolicy
  public let count: Int
  public let beats: Int
  public let bits: Int
  public let cyclesPerFrame: Int
  public let latencyCycles: Int

  init(of graph: DataflowGraph, for policy: FIFOPolicy) {
    let units = graph.fifos.compactMap { graph.fifo($0) }
    purpose = policy
    count = units.count
    beats = units.reduce(0) { $0 + $1.depthInBeats }
    bits = units.reduce(0) { $0 + $1.depthInBeats * $1.from.dataBits }
    let timing = FrameTiming(of: graph)
    cyclesPerFrame = timing.cyclesPerFrame
    latencyCycles = timing.latencyCycles
  }
}
