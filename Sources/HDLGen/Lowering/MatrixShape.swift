internal import BNNIR

/// The weight matrix of a layer as folding sees it.
struct MatrixShape: Sendable {
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
  /// Bits of one input.
  let inputBits: Int
  /// Bits of one weight in memory.
  let weightBits: Int
  /// Whether only lanes that divide a tap's columns will do: with groups, and for integers that a
  /// layer made, whose pad lanes hold anything, unless weights of 0 meet them.
  let columnLanesDivide: Bool
  /// The different kernels of ±1 weights, if they are few; nil for depthwise layers.
  let codebook: KernelCodebook?
  /// The products of a row of output pixels, if several of them can be computed together.
  private let productsPerRow: Int?

  /// Nil for a layer without weights.
  init?(_ graph: Graph, _ index: Int) {
    let node = graph.nodes[index]
    name = node.name
    products = node.type.shape.pixels
    inputBits =
      switch node.inputs.first.map({ graph.nodes[$0].type.element }) {
      case .integer(let range): range.integerBits
      case .bipolar, .classIndex, .real, nil: 1
      }
    var codebook: KernelCodebook?
    let isIntegerOfLayer = inputBits > 1 && node.inputs.first != 0
    switch node.layer {
    case .binaryDense(let dense):
      (rows, columns, taps, groups) = (dense.weights.rows, dense.weights.columns, 1, 1)
      weightBits = 1
      productsPerRow = nil
      columnLanesDivide = isIntegerOfLayer
    case .integerDense(let dense):
      (rows, columns, taps, groups) = (dense.weights.rows, dense.weights.columns, 1, 1)
      weightBits = max(2, dense.weights.range.signedBits)
      productsPerRow = nil
      columnLanesDivide = false
    case .binaryConv(let conv):
      (rows, columns, taps, groups) = (conv.rows, conv.columns, conv.geometry.taps, conv.groups)
      weightBits = 1
      codebook = conv.codebook
      productsPerRow = conv.productsPerRow(node.type.shape)
      columnLanesDivide = isIntegerOfLayer || groups > 1
    case .integerConv(let conv):
      (rows, columns, taps, groups) = (conv.rows, conv.columns, conv.geometry.taps, conv.groups)
      weightBits = max(2, conv.weights.range.signedBits)
      productsPerRow = conv.productsPerRow(node.type.shape)
      columnLanesDivide = groups > 1
    case .input, .maxPool, .sumPool, .batchNorm, .sign, .threshold, .scaleBias, .add, .concat,
      .requantize, .prelu, .multiThreshold, .bitPlane, .gatedAdd, .select, .argMax:
      return nil
    }
    self.codebook = groups > 1 && rows == groups && columns == taps ? nil : codebook
  }

  /// Whether every row has an input channel of its own.
  var isDepthwise: Bool { groups > 1 && rows == groups && columns == taps }

  /// The nearest folding that the matrix can use: at most a lane per row and per column of a tap;
  /// with groups, lanes that divide a group's share; several pixels where all rows are computed at
  /// once and they divide the row of pixels; bits in series where there are several.
  func folding(_ request: FoldingRequest) -> Folding {
    let asked = request.folding(of: name)
    let isSerial = asked.bitSerial && canBeSerial
    if isDepthwise {
      return Folding(
        pe: min(asked.pe, rows), simd: 1, storage: asked.storage,
        popcountStages: asked.popcountStages)
    }
    let pe = Self.nearest(asked.pe, of: rows / groups, divides: groups > 1)
    return Folding(
      pe: pe, simd: Self.nearest(asked.simd, of: columns / taps, divides: columnLanesDivide),
      pixels: pe == rows
        ? Self.nearest(asked.pixels, of: productsPerRow ?? 1, divides: true) : 1,
      bitSerial: isSerial, storage: asked.storage, popcountStages: asked.popcountStages)
  }

  /// Whether integers can come bit by bit.
  var canBeSerial: Bool { inputBits > 1 && weightBits == 1 && !isDepthwise }

  private static func nearest(_ asked: Int, of count: Int, divides: Bool) -> Int {
    if !divides { return min(asked, count) }
    return count.divisors.last { $0 <= asked } ?? 1
  }

  func cycles(_ request: FoldingRequest) -> Int { cycles(of: folding(request)) }

  /// How many neighbouring pixels can go together.
  func pixelCounts(pe: Int) -> [Int] {
    pe == rows ? productsPerRow?.divisors ?? [1] : [1]
  }

  /// XNORs, or additions, for a frame; a depthwise matrix has one lane per row.
  var productsPerFrame: Int { rows * columns * products }

  func cycles(of folding: Folding) -> Int {
    rows.dividedRoundingUp(by: folding.pe) * taps
      * (columns / taps).dividedRoundingUp(by: folding.simd) * products / folding.pixels
      * (folding.bitSerial ? inputBits : 1)
  }
}

extension Convolution {
  /// The products of a row of output pixels, if several of them can be computed together.
  fileprivate func productsPerRow(_ output: TensorShape) -> Int? {
    groups > 1 || isPointwise ? nil : output.width
  }

  /// Whether a window is a pixel, and every pixel one.
  var isPointwise: Bool {
    geometry.taps == 1 && geometry.stride == .init(y: 1, x: 1) && geometry.padding == .none
      && groups == 1
  }
}
