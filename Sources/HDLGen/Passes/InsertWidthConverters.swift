/// Puts width converters where a unit wants its input on another number of lanes than it comes.
///
/// One converter changes lanes by an integer factor. For other ratios two are needed: through the
/// greatest common divisor (few registers) if that many beats fit the interval, else through the
/// least common multiple.
enum InsertWidthConverters {
  static func run(_ graph: DataflowGraph) -> DataflowGraph {
    let interval = graph.instances.map(\.unit.model.cyclesPerFrame).max() ?? 1
    var result = graph
    result.instances = []
    for var instance in graph.instances {
      for (port, wanted) in instance.unit.model.inputs.enumerated() {
        var stream = instance.inputs[port]
        for lanes in path(from: graph.streams[stream].type, to: wanted.lanes, within: interval) {
          stream = convert(stream, to: lanes, for: instance, in: &result)
        }
        instance.inputs[port] = stream
      }
      result.instances.append(instance)
    }
    return result
  }

  /// The lane counts to go through, without the one it starts from.
  private static func path(from type: StreamType, to lanes: Int, within interval: Int) -> [Int] {
    let from = type.lanes
    if from == lanes { return [] }
    let divisor = Int.greatestCommonDivisor(from, lanes)
    if divisor == from || divisor == lanes { return [lanes] }
    let between =
      type.with(lanes: divisor).beatsPerFrame <= interval ? divisor : from / divisor * lanes
    return [between, lanes]
  }

  private static func convert(
    _ source: Int, to lanes: Int, for reader: DataflowGraph.Instance,
    in graph: inout DataflowGraph
  ) -> Int {
    let stream = graph.streams[source]
    let unit = WidthConverterUnit(from: stream.type, lanesOut: lanes)
    let name = "\(reader.name)_x\(lanes)"
    let output = graph.streams.count
    graph.streams.append(
      DataflowGraph.Stream(name: name, type: unit.output, layer: stream.layer))
    graph.instances.append(
      DataflowGraph.Instance(
        name: name, layer: reader.layer, unit: .widthConverter(unit), inputs: [source],
        outputs: [output]))
    return output
  }
}
