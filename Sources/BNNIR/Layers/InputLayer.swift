/// How raw pixels enter the network.
public struct InputLayer: LayerSemantics {
  /// How one element is stored by whoever sends frames to the circuit.
  public enum PixelType: String, CaseIterable, Sendable {
    case uint8
    case int8
    case bit

    public var bits: Int {
      switch self {
      case .uint8, .int8: 8
      case .bit: 1
      }
    }

    public var range: ClosedRange<Int> {
      switch self {
      case .uint8: 0...255
      case .int8: -128...127
      case .bit: 0...1
      }
    }
  }

  public enum Encoding: Hashable, Sendable {
    /// Values as they come: bits (1 = +1) or integers.
    case identity
    /// bit = pixel ≥ bound; both outcomes are possible.
    case threshold(Int)
    /// One bit = pixel ≥ bound per bound, of each channel in turn; the bounds ascend.
    case thermometer([Int])
    /// An integer for every byte from 0 to 255, as it is stored.
    case table([Int32])
  }

  public let shape: TensorShape
  public let pixels: PixelType
  public let encoding: Encoding

  public init(shape: TensorShape, pixels: PixelType, encoding: Encoding) {
    self.shape = shape
    self.pixels = pixels
    self.encoding = encoding
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    let element: ElementType =
      switch encoding {
      case .threshold, .thermometer: .bipolar
      case .identity: pixels == .bit ? .bipolar : .integer(pixels.range)
      case .table(let values): .integer(Self.range(of: values))
      }
    return TensorType(shape: encodedShape, element: element)
  }

  /// A thermometer makes several channels of one.
  private var encodedShape: TensorShape {
    guard case .thermometer(let bounds) = encoding else { return shape }
    return TensorShape(
      height: shape.height, width: shape.width, channels: shape.channels * bounds.count)
  }

  private static func range(of values: [Int32]) -> ClosedRange<Int> {
    values.reduce(Int(values[0])...Int(values[0])) {
      min($0.lowerBound, Int($1))...max($0.upperBound, Int($1))
    }
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    preconditionFailure("bnn-hw bug: the input layer is evaluated on pixels")
  }

  /// The network's first tensor for a batch of raw frames.
  public func encode(_ batch: PixelBatch) -> Tensor {
    precondition(batch.elementsPerFrame == shape.elements, "bnn-hw bug: frames of another shape")
    let values: Tensor.Values =
      switch encoding {
      case .threshold(let bound): .bits(bits(of: batch, atLeast: bound))
      case .identity where pixels == .bit: .bits(bits(of: batch, atLeast: 1))
      case .identity where pixels == .int8:
        .integers(batch.bytes.map { Int32(Int8(bitPattern: $0)) })
      case .identity: .integers(batch.bytes.map { Int32($0) })
      case .table(let table): .integers(batch.bytes.map { table[Int($0)] })
      case .thermometer(let bounds): .bits(bits(of: batch, atLeast: bounds))
      }
    return Tensor(shape: encodedShape, frames: batch.frames, values: values)
  }

  private func bits(of batch: PixelBatch, atLeast bound: Int) -> BitMatrix {
    BitKernels.threshold(
      bytes: batch.bytes, isSigned: pixels == .int8, atLeast: bound, columns: shape.channels)
  }
}

extension InputLayer {
  private func bits(of batch: PixelBatch, atLeast bounds: [Int]) -> BitMatrix {
    var bits = BitMatrix(
      rows: batch.frames * shape.pixels, columns: shape.channels * bounds.count)
    for (index, byte) in batch.bytes.enumerated() {
      let pixel = pixels == .int8 ? Int(Int8(bitPattern: byte)) : Int(byte)
      let (row, channel) = index.quotientAndRemainder(dividingBy: shape.channels)
      for (level, bound) in bounds.enumerated() where pixel >= bound {
        bits[row, channel * bounds.count + level] = true
      }
    }
    return bits
  }
}
