public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  /// Puts converters where a stream's producer and consumer work on different numbers of lanes,
  /// weights where they take the smaller share of a device, and no more words into the rings of
  /// sliding windows than the network's speed needs.
  ///
  /// - Parameters:
  ///   - limits: of what the weights may take; `DiagnosticError` if they need more.
  ///   - isWritable: whether weights and thresholds get addresses to be written at.
  public static func run(
    on graph: DataflowGraph, limits: WeightLimits = .none, isWritable: Bool = false
  ) throws(DiagnosticError) -> DataflowGraph {
    let sized = SizeWindows.run(try runForTiming(on: graph, limits: limits))
    return isWritable ? LoadMap.assign(sized) : sized
  }

  /// The passes that decide how fast a network is.
  static func runForTiming(
    on graph: DataflowGraph, limits: WeightLimits
  ) throws(DiagnosticError) -> DataflowGraph {
    var sink = DiagnosticSink()
    let stored = ChooseWeightStorage.run(
      InsertWidthConverters.run(graph), limits: limits, into: &sink)
    try sink.throwIfErrors()
    return stored
  }
}
