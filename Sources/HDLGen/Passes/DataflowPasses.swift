public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  public static let all: [Pass<DataflowGraph>] = [
    Pass(
      name: "insert-width-converters",
      reason: "a stream's producer and consumer may work on different numbers of lanes",
      run: InsertWidthConverters.run)
  ]

  public static func run(on graph: DataflowGraph) -> DataflowGraph {
    all.reduce(graph) { $1.run($0) }
  }
}
