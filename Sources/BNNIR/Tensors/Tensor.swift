/// The exact values of one edge of the network for a batch of frames.
public struct Tensor: Hashable, Sendable {
  public enum Values: Hashable, Sendable {
    /// One row per pixel, frame by frame; one column per channel.
    case bits(BitMatrix)
    /// Frame by frame, channels innermost, then x, then y.
    case integers([Int32])
    /// Integers that a batch normalisation maps to reals; kept apart so that no rounding happens.
    case normalized([Int32], BatchNorm)
  }

  public let shape: TensorShape
  public let frames: Int
  public let values: Values

  public init(shape: TensorShape, frames: Int, values: Values) {
    self.shape = shape
    self.frames = frames
    self.values = values
    switch values {
    case .bits(let bits):
      precondition(
        bits.rows == frames * shape.pixels && bits.columns == shape.channels,
        "bnn-hw bug: tensor bits do not fit the shape")
    case .integers(let integers), .normalized(let integers, _):
      precondition(
        integers.count == frames * shape.elements, "bnn-hw bug: tensor does not fit the shape")
    }
  }

  /// The packed ±1 values; only for a tensor whose type is bipolar.
  public var bits: BitMatrix {
    guard case .bits(let bits) = values else { preconditionFailure("bnn-hw bug: not bipolar") }
    return bits
  }

  /// The integer values; only for a tensor whose type is integer.
  public var integers: [Int32] {
    guard case .integers(let integers) = values else {
      preconditionFailure("bnn-hw bug: not integer")
    }
    return integers
  }

  /// The integers, or the bits as ±1.
  var signedValues: [Int32] {
    switch values {
    case .integers(let integers): return integers
    case .bits(let bits):
      return (0..<bits.rows).flatMap { row in
        (0..<bits.columns).map { bits[row, $0] ? 1 : -1 }
      }
    case .normalized: preconditionFailure("bnn-hw bug: a sum of reals")
    }
  }

  /// One frame's value at a flat index (channels innermost): the integer itself, or the bit as 0 or
  /// 1.
  public func element(frame: Int, index: Int) -> Int {
    switch values {
    case .bits(let bits):
      let row = frame * shape.pixels + index / shape.channels
      return bits[row, index % shape.channels] ? 1 : 0
    case .integers(let integers), .normalized(let integers, _):
      return Int(integers[frame * shape.elements + index])
    }
  }
}
