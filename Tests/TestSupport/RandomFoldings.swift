public import BNNIR

/// Random foldings of a network's matrices: they need not divide, down to one lane.
public enum RandomFoldings {
  /// A folding file, of PE and SIMD up to so many.
  public static func document(
    for graph: Graph, most: Int = .max, using random: inout SplitMix64
  ) -> String {
    let foldings = graph.nodes.compactMap { folding(of: $0, most: most, using: &random) }
    return "{\(foldings.joined(separator: ", "))}"
  }

  private static func folding(
    of node: Graph.Node, most: Int, using random: inout SplitMix64
  ) -> String? {
    guard let (rows, columns) = node.layer.lanes else { return nil }
    // All rows at once now and then: pixels go together then.
    let isWhole = Int.random(in: 1...3, using: &random) == 1
    let pe = isWhole ? min(rows, most) : Int.random(in: 1...min(rows, most), using: &random)
    let simd = Int.random(in: 1...min(columns, most), using: &random)
    let pixels = Int.random(in: 1...4, using: &random)
    let isSerial = Int.random(in: 1...3, using: &random) == 1
    let stages = max(0, Int.random(in: -2...4, using: &random))
    let storages = ["", #", "weights": "lut""#, #", "weights": "block""#]
    let storage = storages[Int.random(in: 0..<storages.count, using: &random)]
    return #""\#(node.name)": {"pe": \#(pe), "simd": \#(simd), "pixels": \#(pixels), "#
      + #""bit_serial": \#(isSerial), "popcount_stages": \#(stages)\#(storage)}"#
  }
}

extension Layer {
  /// The rows of a matrix, and its columns for a tap of the kernel.
  fileprivate var lanes: (rows: Int, columns: Int)? {
    switch self {
    case .binaryDense(let dense): (dense.weights.rows, dense.weights.columns)
    case .integerDense(let dense): (dense.weights.rows, dense.weights.columns)
    case .binaryConv(let conv):
      (conv.weights.rows, conv.weights.columns / conv.geometry.taps)
    case .integerConv(let conv):
      (conv.weights.rows, conv.weights.columns / conv.geometry.taps)
    case .input, .maxPool, .sumPool, .batchNorm, .sign, .threshold, .scaleBias, .add, .concat,
      .requantize, .prelu, .multiThreshold, .bitPlane, .gatedAdd, .select, .argMax:
      nil
    }
  }
}
