/// Puts forks where a stream has several readers.
enum InsertForks {
  static func run(_ graph: DataflowGraph) -> DataflowGraph {
    var result = graph
    result.instances = []
    // Readers come behind what they read, so a fork right behind the stream's producer is in order.
    var streamOfReader: [Reader: Int] = [:]
    for (index, var instance) in graph.instances.enumerated() {
      for port in instance.inputs.indices {
        let reader = Reader(instance: index, port: port)
        instance.inputs[port] = streamOfReader[reader] ?? instance.inputs[port]
      }
      result.instances.append(instance)
      for stream in instance.outputs {
        let readers = graph.readers(of: stream)
        if readers.count < 2 { continue }
        for (reader, copy) in zip(
          readers, fork(stream, into: readers.count, layer: instance.layer, in: &result))
        {
          streamOfReader[reader] = copy
        }
      }
    }
    return result
  }

  /// An input of a unit.
  fileprivate struct Reader: Hashable {
    let instance: Int
    let port: Int
  }

  /// The copies of a stream; where one fork cannot make so many, its last copy is forked again.
  private static func fork(
    _ source: Int, into count: Int, layer: String, in graph: inout DataflowGraph
  ) -> [Int] {
    if count == 1 { return [source] }
    let here = min(count, ForkUnit.mostCopies)
    let stream = graph.streams[source]
    let copies = (0..<here).map { copy in
      graph.streams.append(
        DataflowGraph.Stream(
          name: "\(stream.name)_copy\(copy)", type: stream.type, layer: stream.layer))
      return graph.streams.count - 1
    }
    graph.instances.append(
      DataflowGraph.Instance(
        name: "\(stream.name)_fork", layer: layer,
        unit: .fork(ForkUnit(from: stream.type, copies: here)), inputs: [source], outputs: copies))
    return copies.dropLast()
      + fork(copies[here - 1], into: count - here + 1, layer: layer, in: &graph)
  }
}

extension DataflowGraph {
  /// In the order of the data flow.
  fileprivate func readers(of stream: Int) -> [InsertForks.Reader] {
    instances.enumerated().flatMap { index, instance in
      instance.inputs.indices.filter { instance.inputs[$0] == stream }
        .map { InsertForks.Reader(instance: index, port: $0) }
    }
  }
}
