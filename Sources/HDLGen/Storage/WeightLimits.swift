/// What the weights of a network may take at most.
public struct WeightLimits: Hashable, Sendable {
  /// Block RAMs of 36 Kbit.
  public let blocks: Int?
  /// LUTs that are memory or logic of the weights.
  public let luts: Int?

  public init(blocks: Int? = nil, luts: Int? = nil) {
    self.blocks = blocks
    self.luts = luts
  }

  public static let none = WeightLimits()
}
