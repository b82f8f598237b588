/// Hardware units joined by streams, in topological order.
///
/// Passes may leave a unit's input of another lane count than its stream; after
/// `InsertWidthConverters` the two agree everywhere.
public struct DataflowGraph: Hashable, Sendable {
  public struct Stream: Hashable, Sendable {
    /// Unique; the prefix of the wires in the top.
    public let name: String
    public let type: StreamType
    /// The layer of the folded network whose values it carries, each once and in order; nil for
    /// windows and padded maps.
    public let layer: String?
  }

  public struct Instance: Hashable, Sendable {
    /// Unique; the instance is `u_<name>` in the top.
    public let name: String
    /// The layer that the unit belongs to.
    public let layer: String
    public var unit: HardwareUnit
    /// Indices of streams.
    public var inputs: [Int]
    public let outputs: [Int]
  }

  public var instances: [Instance]
  public var streams: [Stream]
  /// The stream that enters the circuit and the one that leaves it.
  public var input: Int
  public var output: Int

  /// The unit that reads each stream; nil for the circuit's output.
  public var consumers: [Int?] {
    var consumers: [Int?] = Array(repeating: nil, count: streams.count)
    for (index, instance) in instances.enumerated() {
      for stream in instance.inputs { consumers[stream] = index }
    }
    return consumers
  }
}
