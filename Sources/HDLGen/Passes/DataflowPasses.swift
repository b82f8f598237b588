public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  /// Puts forks where a stream has several readers, converters where its producer and a consumer
  /// work on different numbers of lanes, weights where they take the smaller share of a device,
  /// FIFOs where the network's speed needs them, and no more words into the rings of sliding
  /// windows than it needs.
  ///
  /// - Parameters:
  ///   - limits: of what the weights may take; `DiagnosticError` if they need more.
  ///   - fifos: what FIFOs are for.
  ///   - isWritable: whether weights and thresholds get addresses to be written at.
  public static func run(
    on graph: DataflowGraph, limits: WeightLimits = .none, fifos: FIFOPolicy = .throughput,
    isWritable: Bool = false
  ) throws(DiagnosticError) -> DataflowGraph {
    let announced = isWritable ? LoadMap.announce(graph) : graph
    let sized = SizeFIFOs.trim(
      SizeWindows.run(try runForTiming(on: announced, limits: limits, fifos: fifos)))
    return isWritable ? LoadMap.assign(sized) : sized
  }

  /// The passes that decide how fast a network is.
  static func runForTiming(
    on graph: DataflowGraph, limits: WeightLimits, fifos: FIFOPolicy = .throughput,
    effort: Int = SizeFIFOs.usualEffort
  ) throws(DiagnosticError) -> DataflowGraph {
    SizeFIFOs.run(try runForStorage(on: graph, limits: limits), for: fifos, effort: effort)
  }

  /// The passes that ended in the circuit of a manifest: what they looked for is taken from there.
  static func rerun(
    on graph: DataflowGraph, as manifest: Manifest
  ) throws(DiagnosticError) -> DataflowGraph {
    let isWritable = manifest.load != nil
    let announced = isWritable ? LoadMap.announce(graph) : graph
    let sized = RestoreDepths.run(try runForStorage(on: announced, limits: .none), as: manifest)
    return isWritable ? LoadMap.assign(sized) : sized
  }

  private static func runForStorage(
    on graph: DataflowGraph, limits: WeightLimits
  ) throws(DiagnosticError) -> DataflowGraph {
    var sink = DiagnosticSink()
    let stored = ChooseWeightStorage.run(
      InsertWidthConverters.run(InsertForks.run(graph)), limits: limits, into: &sink)
    try sink.throwIfErrors()
    return stored
  }
}
