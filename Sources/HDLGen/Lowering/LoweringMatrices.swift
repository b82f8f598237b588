internal import BNNIR

// Layers with weights, and the thresholds behind them.
extension Lowering {
  mutating func lowerDense(_ dense: BinaryDense, _ index: Int) {
    lowerDense(.signs(dense.weights), index)
  }

  mutating func lowerDense(_ dense: IntegerDense, _ index: Int) {
    let input = graph.nodes[graph.nodes[index].inputs[0]].type.element
    lowerDense(
      .integers(IntegerProducts(dense.weights, inputs: input.values, excess: nil)), index)
  }

  private mutating func lowerDense(_ weights: MatrixWeights, _ index: Int) {
    guard let matrix = MatrixShape(graph, index) else { return }
    let source = stream(of: graph.nodes[index].inputs[0])
    lowerMatrix(
      index, weights, matrix, from: source, taps: 1,
      replays: matrix.rows > matrix.folding(request).pe)
  }

  mutating func lowerConv(_ conv: BinaryConv, _ index: Int, into sink: inout DiagnosticSink) {
    lowerConv(conv, { _ in .signs(conv.weights) }, index, into: &sink)
  }

  mutating func lowerConv(_ conv: IntegerConv, _ index: Int, into sink: inout DiagnosticSink) {
    let input = graph.nodes[graph.nodes[index].inputs[0]].type.element
    lowerConv(
      conv,
      {
        .integers(
          IntegerProducts(conv.weights, inputs: conv.inputs(of: input), excess: $0?.excess))
      }, index, into: &sink)
  }

  /// - Parameter weights: of the unit, for what exact zeros of padding need.
  private mutating func lowerConv(
    _ conv: some Convolution, _ weights: (Correction?) -> MatrixWeights, _ index: Int,
    into sink: inout DiagnosticSink
  ) {
    guard let matrix = MatrixShape(graph, index) else { return }
    let node = graph.nodes[index]
    let input = graph.nodes[node.inputs[0]].type
    let folding = matrix.folding(request)
    let hasPadding = conv.geometry.padding != .none
    let isCorrected =
      hasPadding && conv.paddingValue == .zero && input.element == .bipolar
    if isCorrected, conv is BinaryConv, !hasThreshold(index),
      input.shape.channels / conv.groups % 2 == 1
    {
      sink.report(.oddZeroPadding(node, channels: input.shape.channels / conv.groups))
      return
    }
    let neuronFold = matrix.rows.dividedRoundingUp(by: folding.pe)
    let source = stream(of: node.inputs[0])
    if conv.isPointwise {
      lowerMatrix(
        index, weights(nil), matrix, from: source, taps: 1, replays: neuronFold > 1)
      return
    }
    let map = mapType(
      of: node.inputs[0], stream: source,
      lanes: matrix.isDepthwise ? folding.pe : folding.simd)
    let windows = appendWindows(
      over: map, input.shape, conv.geometry,
      value: isCorrected ? .ones : PaddingUnit.Value(conv.paddingValue),
      groups: matrix.isDepthwise ? map.beatsPerVector : conv.groups,
      replays: matrix.isDepthwise ? 1 : neuronFold / conv.groups, pixels: folding.pixels,
      name: node.name, from: source)
    let correction = isCorrected ? Correction(conv, input.shape) : nil
    lowerMatrix(
      index, weights(correction), matrix, from: windows, taps: conv.geometry.taps,
      replays: false, correction: correction)
  }

  /// What padding carried as +1 adds to the sums, where it must add nothing.
  struct Correction {
    let classes: BorderClasses
    /// By class and row.
    let excess: [[Int]]

    init(_ conv: some Convolution, _ shape: TensorShape) {
      classes = BorderClasses(of: conv.geometry, over: shape)
      let windows = classes.representatives(of: conv.geometry.outputSize(for: shape))
      excess = windows.map {
        conv.paddingSums(at: $0, in: shape) ?? Array(repeating: 0, count: conv.rows)
      }
    }
  }

  private func hasThreshold(_ index: Int) -> Bool { threshold(behind: index) != nil }

  private func threshold(behind index: Int) -> (node: Int, layer: Threshold)? {
    guard consumers[index].count == 1, let reader = consumers[index].first,
      case .threshold(let threshold) = graph.nodes[reader].layer
    else { return nil }
    return (reader, threshold)
  }

  /// A matrix alone gives sums; with a threshold behind it, bits under the threshold's name.
  private mutating func lowerMatrix(
    _ index: Int, _ weights: MatrixWeights, _ matrix: MatrixShape, from source: Int, taps: Int,
    replays: Bool, correction: Correction? = nil
  ) {
    let node = graph.nodes[index]
    let element = streams[source].type
    let folding = matrix.folding(request)
    let threshold = threshold(behind: index)
    let valueNode = threshold?.node ?? index
    let unit = MatrixVectorUnit(
      name: node.name, weights: weights,
      activation: activation(threshold?.layer, weights, element, correction),
      pe: folding.pe, simd: folding.simd, taps: taps, replays: replays,
      inputBits: element.elementBits, inputIsSigned: element.signed,
      mode: matrix.isDepthwise ? .depthwise : folding.bitSerial ? .bitSerial : .parallel,
      pixels: folding.pixels, stages: folding.popcountStages,
      products: .init(y: node.type.shape.height, x: node.type.shape.width),
      classes: correction?.classes ?? .one, codebook: matrix.codebook,
      storage: folding.storage)
    var source = source
    if unit.mode == .bitSerial {
      source = append(
        .bitPlanes(BitPlanesUnit(from: unit.operands)), name: "\(node.name)_planes",
        layer: node.name, from: source, value: nil)
    }
    let output = append(
      .matrixVector(unit), name: "\(node.name)_mvu", layer: node.name, from: source,
      value: graph.nodes[valueNode].name)
    carry(valueNode, on: output)
  }

  private func activation(
    _ threshold: Threshold?, _ weights: MatrixWeights, _ element: StreamType,
    _ correction: Correction?
  ) -> MatrixVectorUnit.Activation {
    let synapses = weights.columns
    if case .integers(let products) = weights {
      return threshold.map { threshold in
        .thresholds([zip(threshold.rules, products.sums).map(Self.sumThreshold)])
      } ?? .scores
    }
    guard let rules = threshold?.rules else {
      return correction.map { .correctedScores($0.excess) } ?? .scores
    }
    if element.elementBits > 1 {
      let sums = Self.sums(of: synapses, element)
      return .thresholds([rules.map { Self.sumThreshold($0, within: sums) }])
    }
    let excess = correction?.excess ?? [Array(repeating: 0, count: rules.count)]
    return .thresholds(
      excess.map { excess in
        zip(rules, excess).map {
          Self.popcountThreshold($0.raised(by: $1), synapses: synapses)
        }
      })
  }

  /// The sums that integers of a stream with ±1 weights can reach.
  private static func sums(of synapses: Int, _ type: StreamType) -> ClosedRange<Int> {
    let magnitude =
      synapses * (type.signed ? 1 << (type.elementBits - 1) : 1 << type.elementBits - 1)
    return -magnitude...magnitude
  }

  /// With N synapses the sum is 2·popcount − N, so sum ≥ b means popcount ≥ ⌈(b + N) / 2⌉.
  static func popcountThreshold(_ rule: Threshold.Rule, synapses: Int) -> Int {
    switch rule {
    case .always: return 0
    case .never: return synapses + 1
    case .atLeast(let bound):
      // Clamping first keeps the sum in range; ⌈x / 2⌉ of a number that is not negative.
      let clamped = min(max(bound, -synapses), synapses + 2)
      return min((clamped + synapses + 1) / 2, synapses + 1)
    case .atMost: preconditionFailure("bnn-hw bug: an upper bound reached the hardware")
    }
  }

  /// The smallest sum that fires, one more than the largest sum if none does.
  static func sumThreshold(_ rule: Threshold.Rule, within sums: ClosedRange<Int>) -> Int {
    switch rule {
    case .always: sums.lowerBound
    case .never: sums.upperBound + 1
    case .atLeast(let bound): min(max(bound, sums.lowerBound), sums.upperBound + 1)
    case .atMost: preconditionFailure("bnn-hw bug: an upper bound reached the hardware")
    }
  }

  /// Thresholds behind a matrix are part of its unit; this is another one.
  mutating func lowerThreshold(_ threshold: Threshold, _ index: Int) {
    let node = graph.nodes[index]
    let source = stream(of: node.inputs[0])
    let lanes = lanesWithinBottleneck(node.inputs[0], stream: source)
    let unit = ThresholdUnit(
      name: node.name, from: mapType(of: node.inputs[0], stream: source, lanes: lanes),
      rules: threshold.rules.map { [$0] }, outputBits: 1)
    let output = append(
      .threshold(unit), name: "\(node.name)_threshold", layer: node.name, from: source,
      value: node.name)
    carry(index, on: output)
  }
}

extension Diagnostic {
  fileprivate static func oddZeroPadding(_ node: Graph.Node, channels: Int) -> Diagnostic {
    Diagnostic(
      "hardware.zero-padding", at: node.anchor,
      "'\(node.name)' gives sums with exact zero padding of an odd number of channels (\(channels)), "
        + "but hardware needs an even number, or a sign or threshold right behind",
      hint: "train with 'padding_value' -1, +1 or odd_even, or without padding")
  }
}

extension Threshold.Rule {
  /// The rule for sums that are too large by a number.
  fileprivate func raised(by excess: Int) -> Threshold.Rule {
    switch self {
    case .atLeast(let bound): .atLeast(bound + excess)
    case .atMost, .always, .never: self
    }
  }
}
