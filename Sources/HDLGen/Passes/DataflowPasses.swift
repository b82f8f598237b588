public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  /// Puts converters where a stream's producer and consumer work on different numbers of lanes, and
  /// weights where they take the smaller share of a device.
  ///
  /// - Parameters:
  ///   - limits: of what the weights may take; `DiagnosticError` if they need more.
  ///   - isWritable: whether weights and thresholds get addresses to be written at.
  public static func run(
    on graph: DataflowGraph, limits: WeightLimits = .none, isWritable: Bool = false
  ) throws(DiagnosticError) -> DataflowGraph {
    var sink = DiagnosticSink()
    let converted = InsertWidthConverters.run(graph)
    let stored = ChooseWeightStorage.run(converted, limits: limits, into: &sink)
    try sink.throwIfErrors()
    return isWritable ? LoadMap.assign(stored) : stored
  }
}
