public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  /// Puts converters where a stream's producer and consumer work on different numbers of lanes, and
  /// weights where they take the smaller share of a device.
  ///
  /// - Parameter limits: of what the weights may take; `DiagnosticError` if they need more.
  public static func run(
    on graph: DataflowGraph, limits: WeightLimits = .none
  ) throws(DiagnosticError) -> DataflowGraph {
    var sink = DiagnosticSink()
    let converted = InsertWidthConverters.run(graph)
    let stored = ChooseWeightStorage.run(converted, limits: limits, into: &sink)
    try sink.throwIfErrors()
    return stored
  }
}
