public import BNNIR

/// The dataflow passes in order.
public enum DataflowPasses {
  /// - Parameter weightBlocks: blocks of 36 Kbit that weights may take.
  public static func all(weightBlocks: Int? = nil) -> [Pass<DataflowGraph>] {
    [
      Pass(
        name: "insert-width-converters",
        reason: "a stream's producer and consumer may work on different numbers of lanes",
        run: InsertWidthConverters.run),
      Pass(
        name: "choose-weight-storage",
        reason: "weights go where they take the smaller share of a device",
        run: { ChooseWeightStorage.run($0, limit: weightBlocks) }),
    ]
  }

  public static func run(on graph: DataflowGraph, weightBlocks: Int? = nil) -> DataflowGraph {
    all(weightBlocks: weightBlocks).reduce(graph) { $1.run($0) }
  }
}
