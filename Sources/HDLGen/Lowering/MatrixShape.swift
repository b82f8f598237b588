internal import BNNIR

/// The weight matrix of a layer as folding sees it.
struct MatrixShape {
  let name: String
  /// MH and MW.
  let rows: Int
  let columns: Int
  /// Kernel positions; each has columns / taps of the columns.
  let taps: Int
  /// Parts of the rows that read channels of their own.
  let groups: Int
  /// Matrix-vector products per frame: output pixels.
  let products: Int

  /// Nil for a layer without weights.
  init?(_ graph: Graph, _ index: Int) {
    let node = graph.nodes[index]
    name = node.name
    products = node.type.shape.pixels
    switch node.layer {
    case .binaryDense(let dense):
      (rows, columns, taps, groups) = (dense.weights.rows, dense.weights.columns, 1, 1)
    case .binaryConv(let conv):
      (rows, columns) = (conv.weights.rows, conv.weights.columns)
      (taps, groups) = (conv.geometry.taps, conv.groups)
    case .input, .maxPool, .batchNorm, .sign, .threshold, .scaleBias, .argMax: return nil
    }
  }

  /// The nearest folding that the matrix can use: at most a lane per row and per column of a tap;
  /// with groups, lanes that divide a group's share.
  func folding(_ request: FoldingRequest) -> Folding {
    let asked = request.folding(of: name)
    return Folding(
      pe: Self.nearest(asked.pe, of: rows / groups, divides: groups > 1),
      simd: Self.nearest(asked.simd, of: columns / taps, divides: groups > 1))
  }

  private static func nearest(_ asked: Int, of count: Int, divides: Bool) -> Int {
    if !divides { return min(asked, count) }
    return count.divisors.last { $0 <= asked } ?? 1
  }

  func cycles(_ request: FoldingRequest) -> Int {
    let folding = folding(request)
    return rows.dividedRoundingUp(by: folding.pe) * taps
      * (columns / taps).dividedRoundingUp(by: folding.simd) * products
  }
}
