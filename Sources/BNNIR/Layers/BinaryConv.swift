/// A convolution with ±1 weights on ±1 values or integers.
///
/// `acc[y][x][n] = Σ w[n][ky][kx][c] · in[y·sy + ky·dy − top][x·sx + kx·dx − left][c]`; with groups,
/// filter n reads the channels of its own group only, `channels / groups` of them.
public struct BinaryConv: LayerSemantics {
  /// One row per filter; columns in the order (ky, kx, channel of the group); bit 1 = +1.
  public let weights: BitMatrix
  public let geometry: WindowGeometry
  public let paddingValue: PaddingValue
  public let groups: Int

  public init(
    weights: BitMatrix, geometry: WindowGeometry, paddingValue: PaddingValue, groups: Int
  ) {
    self.weights = weights
    self.geometry = geometry
    self.paddingValue = paddingValue
    self.groups = groups
  }

  public func with(weights: BitMatrix) -> BinaryConv {
    BinaryConv(
      weights: weights, geometry: geometry, paddingValue: paddingValue, groups: groups)
  }

  public func outputShape(for shape: TensorShape) -> TensorShape {
    let size = geometry.outputSize(for: shape)
    return TensorShape(height: size.y, width: size.x, channels: weights.rows)
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
    var sums = groups == 1 ? groupSums(0, bits, input, weights) : groupedSums(of: bits, input)
    if paddingValue == .zero, geometry.padding != .none { removePadding(&sums, input) }
    return sums
  }

  /// The sums of one group's filters, filters innermost.
  private func groupSums(
    _ group: Int, _ bits: BitMatrix, _ input: Tensor, _ weights: BitMatrix
  ) -> [Int32] {
    let count = input.shape.channels / groups
    let value = paddingValue
    let windows = WindowBits(
      geometry: geometry, shape: input.shape, channels: group * count..<(group + 1) * count,
      padding: { value.bit(y: $0, x: $1) })
    return BitKernels.dotProducts(windows.rows(of: bits, frames: input.frames), weights)
  }

  private func groupedSums(of bits: BitMatrix, _ input: Tensor) -> [Int32] {
    let filters = weights.rows / groups
    let shape = outputShape(for: input.shape)
    var sums = [Int32](repeating: 0, count: input.frames * shape.elements)
    for group in 0..<groups {
      let part = groupSums(
        group, bits, input, weights.rows(group * filters..<(group + 1) * filters))
      for index in part.indices {
        let (window, filter) = index.quotientAndRemainder(dividingBy: filters)
        sums[window * weights.rows + group * filters + filter] = part[index]
      }
    }
    return sums
  }

  /// Takes off what padding pixels carried as +1 added.
  private func removePadding(_ sums: inout [Int32], _ input: Tensor) {
    let shape = outputShape(for: input.shape)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        let excess = paddingSums(at: .init(y: y, x: x), in: input.shape)
        guard let excess else { continue }
        for frame in 0..<input.frames {
          let start = ((frame * shape.height + y) * shape.width + x) * shape.channels
          for filter in 0..<shape.channels { sums[start + filter] -= Int32(excess[filter]) }
        }
      }
    }
  }

  /// For each filter the sum of the weights that meet padding in a window; nil if none does.
  public func paddingSums(
    at window: WindowGeometry.Pair, in shape: TensorShape
  ) -> [Int]? {
    let outside = (0..<geometry.taps).filter {
      let tap = WindowGeometry.Pair(y: $0 / geometry.kernel.x, x: $0 % geometry.kernel.x)
      return geometry.source(of: window, tap: tap, in: shape) == nil
    }
    if outside.isEmpty { return nil }
    let channels = weights.columns / geometry.taps
    return (0..<weights.rows).map { filter in
      outside.reduce(0) { sum, tap in
        let ones = (0..<channels).count { weights[filter, tap * channels + $0] }
        return sum + 2 * ones - channels
      }
    }
  }
}

// MARK: Integer inputs
extension BinaryConv {
  private func sums(of integers: [Int32], _ input: Tensor) -> [Int32] {
    let shape = outputShape(for: input.shape)
    let count = input.shape.channels / groups
    let filters = weights.rows / groups
    var sums = [Int32](repeating: 0, count: input.frames * shape.elements)
    for group in 0..<groups {
      let rows = weights.rows(group * filters..<(group + 1) * filters)
      let windows = windows(
        of: integers, input, channels: group * count..<(group + 1) * count)
      let part = BitKernels.signedSums(windows, columns: weights.columns, rows)
      if groups == 1 { return part }
      for index in part.indices {
        let (window, filter) = index.quotientAndRemainder(dividingBy: filters)
        sums[window * weights.rows + group * filters + filter] = part[index]
      }
    }
    return sums
  }

  /// One row per window, columns (ky, kx, channel); padding pixels are 0.
  private func windows(
    of integers: [Int32], _ input: Tensor, channels: Range<Int>
  ) -> [Int32] {
    let size = geometry.outputSize(for: input.shape)
    var rows: [Int32] = []
    rows.reserveCapacity(input.frames * size.y * size.x * geometry.taps * channels.count)
    for frame in 0..<input.frames {
      for index in 0..<size.y * size.x {
        let window = WindowGeometry.Pair(y: index / size.x, x: index % size.x)
        if groups == 1, let start = geometry.unpaddedStart(of: window, in: input.shape) {
          for ky in 0..<geometry.kernel.y {
            let y = frame * input.shape.height + start.y + ky * geometry.dilation.y
            let first = (y * input.shape.width + start.x) * input.shape.channels
            rows.append(
              contentsOf: integers[first..<first + geometry.kernel.x * input.shape.channels])
          }
        } else {
          appendTaps(of: window, frame, integers, input, channels, to: &rows)
        }
      }
    }
    return rows
  }

  private func appendTaps(
    of window: WindowGeometry.Pair, _ frame: Int, _ integers: [Int32], _ input: Tensor,
    _ channels: Range<Int>, to rows: inout [Int32]
  ) {
    for tap in 0..<geometry.taps {
      let source = geometry.source(
        of: window, tap: .init(y: tap / geometry.kernel.x, x: tap % geometry.kernel.x),
        in: input.shape)
      if let source {
        let pixel = (frame * input.shape.height + source.y) * input.shape.width + source.x
        let start = pixel * input.shape.channels
        rows.append(
          contentsOf: integers[start + channels.lowerBound..<start + channels.upperBound])
      } else {
        rows.append(contentsOf: repeatElement(0, count: channels.count))
      }
    }
  }
}
