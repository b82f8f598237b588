/// A convolution with ±1 weights on ±1 values or integers.
///
/// `acc[y][x][n] = Σ w[n][ky][kx][c] · in[y·sy + ky·dy − top][x·sx + kx·dx − left][c]`; with
/// groups, filter n reads the channels of its own group only, `channels / groups` of them.
public struct BinaryConv: Convolution {
  /// One row per filter; columns in the order (ky, kx, channel of the group); bit 1 = +1.
  public let weights: BitMatrix
  public let geometry: WindowGeometry
  public let paddingValue: PaddingValue
  public let groups: Int
  /// The different kernels, if they are few.
  public let codebook: KernelCodebook?

  public init(
    weights: BitMatrix, geometry: WindowGeometry, paddingValue: PaddingValue, groups: Int
  ) {
    self.weights = weights
    self.geometry = geometry
    self.paddingValue = paddingValue
    self.groups = groups
    codebook = KernelCodebook(of: weights, taps: geometry.taps)
  }

  public func with(weights: BitMatrix) -> BinaryConv {
    BinaryConv(
      weights: weights, geometry: geometry, paddingValue: paddingValue, groups: groups)
  }

  public var rows: Int { weights.rows }
  public var columns: Int { weights.columns }

  public func sum(ofRow row: Int, _ columns: Range<Int>) -> Int {
    2 * columns.count { weights[row, $0] } - columns.count
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    TensorType(
      shape: outputShape(for: inputs[0].shape),
      element: .integer(Self.sums(of: weights.columns, inputs[0].element)))
  }

  /// The range of a sum of `synapses` values of an element type, each times ±1.
  static func sums(of synapses: Int, _ element: ElementType) -> ClosedRange<Int> {
    let magnitude =
      switch element {
      case .bipolar: 1
      case .integer(let range): max(abs(range.lowerBound), abs(range.upperBound))
      case .classIndex, .real: preconditionFailure("bnn-hw bug: binary weights on \(element)")
      }
    return -synapses * magnitude...synapses * magnitude
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let input = inputs[0]
    let shape = outputShape(for: input.shape)
    let sums: [Int32]
    switch input.values {
    case .bits(let bits): sums = self.sums(of: bits, input)
    case .integers(let integers): sums = self.sums(of: integers, input)
    case .normalized: preconditionFailure("bnn-hw bug: binary weights on reals")
    }
    return Tensor(shape: shape, frames: input.frames, values: .integers(sums))
  }
}

// MARK: ±1 inputs
extension BinaryConv {
  private func sums(of bits: BitMatrix, _ input: Tensor) -> [Int32] {
    let value = paddingValue
    var sums = groupedSums(channels: input.shape.channels) { channels, rows in
      let windows = WindowBits(
        geometry: geometry, shape: input.shape, channels: channels,
        padding: { value.bit(y: $0, x: $1) })
      return BitKernels.dotProducts(
        windows.rows(of: bits, frames: input.frames), groups == 1 ? weights : weights.rows(rows))
    }
    if paddingValue == .zero, geometry.padding != .none { removePadding(&sums, input) }
    return sums
  }

  /// Takes off what padding pixels carried as +1 added.
  private func removePadding(_ sums: inout [Int32], _ input: Tensor) {
    let shape = outputShape(for: input.shape)
    // Windows at one border meet it with the same taps.
    var sumsOfTaps: [[Int]: [Int]] = [:]
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        let taps = paddedTaps(at: .init(y: y, x: x), in: input.shape)
        if taps.isEmpty { continue }
        let excess = sumsOfTaps[taps] ?? paddingSums(of: taps)
        sumsOfTaps[taps] = excess
        for frame in 0..<input.frames {
          let start = ((frame * shape.height + y) * shape.width + x) * shape.channels
          for filter in 0..<shape.channels { sums[start + filter] -= Int32(excess[filter]) }
        }
      }
    }
  }
}

// MARK: Integer inputs
extension BinaryConv {
  private func sums(of integers: [Int32], _ input: Tensor) -> [Int32] {
    let windows = WindowIntegers(geometry: geometry, shape: input.shape, padding: { _, _ in 0 })
    return groupedSums(channels: input.shape.channels) { channels, rows in
      BitKernels.signedSums(
        windows.rows(of: integers, frames: input.frames, channels: channels),
        columns: weights.columns, weights.rows(rows))
    }
  }
}
