/// What travels on a ready/valid stream: vectors of elements, several lanes per beat.
///
/// A vector of N elements takes ⌈N / lanes⌉ beats; element e sits in beat e / lanes, lane e %
/// lanes, at bits [lane·elementBits, …). The lanes past the last element are padding, zero for
/// single bits. An element of one bit is ±1; integers take two bits or more.
public struct StreamType: Hashable, Sendable {
  public let elementBits: Int
  public let signed: Bool
  public let lanes: Int
  public let elementsPerVector: Int
  public let vectorsPerFrame: Int

  public var beatsPerVector: Int { elementsPerVector.dividedRoundingUp(by: lanes) }
  public var beatsPerFrame: Int { beatsPerVector * vectorsPerFrame }
  var isBits: Bool { elementBits == 1 }
  public var dataBits: Int { lanes * elementBits }

  /// The same values on another number of lanes.
  public func with(lanes: Int) -> StreamType {
    StreamType(
      elementBits: elementBits, signed: signed, lanes: lanes,
      elementsPerVector: elementsPerVector, vectorsPerFrame: vectorsPerFrame)
  }
}

extension StreamType {
  /// The same beats with their elements grouped into vectors of another size.
  func with(elementsPerVector: Int) -> StreamType {
    StreamType(
      elementBits: elementBits, signed: signed, lanes: lanes, elementsPerVector: elementsPerVector,
      vectorsPerFrame: elementsPerVector == self.elementsPerVector
        ? vectorsPerFrame : self.elementsPerVector * vectorsPerFrame / elementsPerVector)
  }
}

extension Int {
  func dividedRoundingUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }

  /// All divisors, ascending.
  var divisors: [Int] { (1...self).filter { self % $0 == 0 } }

  static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
  }
}
