public import BNNIR

/// What came of running the graph and the network on the same frames.
public struct ImportVerification: Sendable {
  /// The first place where the two differ.
  public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
    public let frame: Int
    /// The graph's name of the value.
    public let value: String
    public let layer: String
    /// Of the element, in the graph's order.
    public let index: Int
    public let graphValue: Double
    public let networkValue: Double

    public var description: String {
      "frame \(frame), value \(UserText.quoted(value)), element \(index): the graph has \(graphValue), "
        + "layer '\(layer)' has \(networkValue)"
    }
  }

  public let frames: Int
  /// Values of the graph that were compared, and their bits in all frames.
  public let values: Int
  public let bits: Int
  public let mismatches: Int
  public let first: Mismatch?
}

extension ONNXImport {
  /// Runs the graph in 64-bit floats and the golden model on every frame, and compares every
  /// binarized value bit by bit, and what leaves the network.
  ///
  /// - Parameter progress: called behind every frame with the number of frames that are done.
  public func verify(
    _ batch: PixelBatch, progress: (Int) -> Void = { _ in }
  ) throws(DiagnosticError) -> ImportVerification {
    let network = try TypeChecker.check(try NetworkReader.read(document, file: file))
    var comparison = GraphComparison(self, network)
    for frame in 0..<batch.frames {
      try comparison.compare(batch[frames: frame..<frame + 1], frame: frame)
      progress(frame + 1)
    }
    return comparison.result(frames: batch.frames)
  }
}

/// The two models side by side.
private struct GraphComparison {
  private let imported: ONNXImport
  private let evaluator: GraphEvaluator
  private let model: GoldenModel
  private let nodes: [String: Int]
  private let inputFunction: ChannelFunction.Affine
  /// Of each element of the graph's input, the element of a frame.
  private let inputOrder: [Int]
  private var bits = 0
  private var mismatches = 0
  private var first: ImportVerification.Mismatch?

  init(_ imported: ONNXImport, _ network: Graph) {
    self.imported = imported
    evaluator = GraphEvaluator(
      imported.graph.deciding(signOfZero: imported.streamlined.signOfZero))
    model = GoldenModel(network)
    nodes = Dictionary(
      uniqueKeysWithValues: network.nodes.enumerated().map { ($1.name, $0) })
    inputFunction = imported.streamlined.inputFunction
    inputOrder = imported.streamlined.inputAxes.elements(in: network.input.shape)
  }

  func result(frames: Int) -> ImportVerification {
    ImportVerification(
      frames: frames, values: imported.streamlined.binarized.count, bits: bits,
      mismatches: mismatches, first: first)
  }

  mutating func compare(_ frame: PixelBatch, frame number: Int) throws(DiagnosticError) {
    let values = try evaluate(frame)
    let tensors = model.trace(frame)
    for value in imported.streamlined.binarized {
      guard let reals = values[value.name] else { continue }
      compare(reals, value, tensors, frame: number)
    }
    compareOutput(values, tensors, frame: number)
  }

  private func evaluate(_ frame: PixelBatch) throws(DiagnosticError) -> [String: RealTensor] {
    let input = imported.graph.inputs[0].name
    let scale = inputFunction.scale[0].approximation
    let offset = inputFunction.offset[0].approximation
    let pixels = model.graph.input.pixels
    let values = inputOrder.map { index in
      let byte = frame.bytes[index]
      let pixel =
        switch pixels {
        case .uint8: Double(byte)
        case .int8: Double(Int8(bitPattern: byte))
        case .bit: byte == 1 ? 1.0 : -1.0
        }
      return pixel * scale + offset
    }
    let shape = imported.streamlined.inputAxes.sizes
    do {
      return try evaluator.evaluate([input: RealTensor(shape: shape, values: values)])
    } catch {
      throw DiagnosticError(
        Diagnostic(
          "onnx.evaluation", file: imported.file, "the graph cannot be run: \(error.reason)"))
    }
  }

  private mutating func compare(
    _ reals: RealTensor, _ value: BinarizedValue, _ tensors: [Tensor], frame: Int
  ) {
    let layer = imported.streamlined.network.layers[value.layer]
    guard let node = nodes[layer.name] else { return }
    let tensor = tensors[node]
    let order = value.axes.elements(in: tensor.shape)
    let levels = (0..<tensor.shape.channels).map { channel in
      let scale = value.levels.scale(of: channel).approximation
      let offset = value.levels.offset(of: channel).approximation
      return (low: offset - scale, high: offset + scale)
    }
    bits += order.count
    for (index, element) in order.enumerated() {
      let bit = tensor.element(frame: 0, index: element) == 1
      let level = levels[element % tensor.shape.channels]
      let expected = bit ? level.high : level.low
      let isEqual = abs(reals.values[index] - expected) <= 1e-6 * max(1, abs(expected))
      if !isEqual {
        note(
          .init(
            frame: frame, value: value.name, layer: layer.name, index: index,
            graphValue: reals.values[index], networkValue: expected))
      }
    }
  }

  private mutating func compareOutput(
    _ values: [String: RealTensor], _ tensors: [Tensor], frame: Int
  ) {
    let output = imported.streamlined.output
    let layer = imported.streamlined.network.layers[output.layer]
    let name = imported.streamlined.outputName
    guard let reals = values[name], let affine = output.function.affine, !output.isSoftmax,
      let node = nodes[layer.name]
    else { return }
    if case .bits = layer.values { return }
    let tensor = tensors[node]
    let isClass = if case .classIndex = layer.values { true } else { false }
    let order =
      isClass ? Array(0..<tensor.shape.elements) : output.axes.elements(in: tensor.shape)
    for (index, element) in order.enumerated() where index < reals.count {
      let integer = Double(tensor.element(frame: 0, index: element))
      let expected = integer * affine.scale[0].approximation + affine.offset[0].approximation
      // Scores in fixed point are rounded, by less than their largest number of units.
      let tolerance = isClass ? 0 : 1e-6 * max(1, abs(expected))
      if abs(reals.values[index] - expected) > tolerance {
        note(
          .init(
            frame: frame, value: name, layer: layer.name, index: index,
            graphValue: reals.values[index], networkValue: expected))
      }
    }
  }

  private mutating func note(_ mismatch: ImportVerification.Mismatch) {
    mismatches += 1
    if first == nil { first = mismatch }
  }
}
