/// Runs a graph on raw frames in exact arithmetic.
///
/// Every value of every layer can be had; the hardware is compared with these.
public struct GoldenModel: Sendable {
  public let graph: Graph

  public init(_ graph: Graph) {
    self.graph = graph
  }

  /// The tensors of all nodes, by node index.
  public func trace(_ batch: PixelBatch) -> [Tensor] {
    var tensors: [Tensor] = []
    for node in graph.nodes {
      switch node.layer {
      case .input(let input): tensors.append(input.encode(batch))
      case .binaryDense, .binaryConv, .integerDense, .integerConv, .maxPool, .sumPool, .batchNorm,
        .sign, .threshold, .scaleBias, .add, .concat, .requantize, .prelu, .multiThreshold,
        .bitPlane, .gatedAdd, .select, .argMax:
        tensors.append(node.layer.semantics.evaluate(node.inputs.map { tensors[$0] }))
      }
    }
    return tensors
  }

  /// The network's output, computed in blocks of frames that stay in the processor's cache.
  public func output(_ batch: PixelBatch) -> [Tensor] {
    let largest = graph.nodes.map(\.type.shape.elements).max() ?? 1
    let blockSize = min(max(Self.blockElements / largest, 1), 256)
    return stride(from: 0, to: batch.frames, by: blockSize).map { start in
      let end = min(start + blockSize, batch.frames)
      return trace(batch[frames: start..<end])[graph.output]
    }
  }

  /// Elements of the largest tensor of a block: a megabyte of integers.
  private static let blockElements = 1 << 18

  /// The class of every frame of an output: the index itself, or the first maximum of the scores.
  public static func classes(of output: Tensor) -> [Int] {
    (0..<output.frames).map { frame in
      let elements = output.shape.elements
      if elements == 1 { return output.element(frame: frame, index: 0) }
      var best = 0
      var bestScore = output.element(frame: frame, index: 0)
      for index in 1..<elements {
        let score = output.element(frame: frame, index: index)
        if score > bestScore { (best, bestScore) = (index, score) }
      }
      return best
    }
  }
}

extension Graph {
  /// The classes are 0 to one less. A single number is taken for a class as it is, and has no bound.
  public var classCount: Int {
    let type = nodes[output].type
    if case .classIndex(let count) = type.element { return count }
    return type.shape.elements == 1 ? .max : type.shape.elements
  }
}
