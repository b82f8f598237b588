/// What one element of a tensor can be.
public enum ElementType: Hashable, Sendable {
  /// ±1, carried as one bit: 1 = +1, 0 = −1.
  case bipolar
  /// Any integer of the range.
  case integer(ClosedRange<Int>)
  /// The number of a class, 0 ..< count: a result, not something to compute with.
  case classIndex(count: Int)
  /// A real number: what a batch normalisation gives. Exists only until it is folded away.
  case real
}

extension ElementType {
  /// Whether ±1 weights can multiply it.
  var isSummable: Bool {
    switch self {
    case .bipolar, .integer: true
    case .classIndex, .real: false
    }
  }

  /// The numbers that an element which can be summed stands for.
  public var values: ClosedRange<Int> {
    switch self {
    case .bipolar: -1...1
    case .integer(let range): range
    case .classIndex, .real: preconditionFailure("bnn-hw bug: a sum of \(self)")
    }
  }
}

extension ElementType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bipolar: "bipolar (±1)"
    case .integer(let range): "integer \(range.lowerBound)…\(range.upperBound)"
    case .classIndex(let count): "a class index 0…\(count - 1)"
    case .real: "real"
    }
  }
}

/// Shape and element type of a value between two layers.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  public let shape: TensorShape
  public let element: ElementType

  public init(shape: TensorShape, element: ElementType) {
    self.shape = shape
    self.element = element
  }

  public var description: String { "\(shape) \(element)" }
}

extension [ClosedRange<Int>] {
  /// The smallest range that holds all of them; there is at least one.
  public var hull: ClosedRange<Int> {
    reduce(self[0]) {
      Swift.min($0.lowerBound, $1.lowerBound)...Swift.max($0.upperBound, $1.upperBound)
    }
  }
}

extension ClosedRange<Int> {
  /// Bits of the narrowest two's complement word that holds every value of the range.
  public var signedBits: Int {
    let magnitude = Swift.max(upperBound, -(lowerBound + 1), 0)
    return Int.bitWidth - magnitude.leadingZeroBitCount + 1
  }

  /// Bits of the narrowest unsigned word; the range must not go below zero.
  public var unsignedBits: Int {
    precondition(lowerBound >= 0, "bnn-hw bug: unsigned width of a negative range")
    return Swift.max(1, Int.bitWidth - upperBound.leadingZeroBitCount)
  }

  /// Bits of the narrowest word for integers, unsigned if the range does not go below zero; at
  /// least two, since one bit means ±1 on a stream.
  public var integerBits: Int {
    Swift.max(2, lowerBound < 0 ? signedBits : unsignedBits)
  }
}
