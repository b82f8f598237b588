/// What of a design is placed and routed.
public struct PlacementScope: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The whole core. If it is too large, that is an error, unless the units are placed, too.
  public static let core = PlacementScope(rawValue: 1)
  /// Each distinct unit by itself.
  public static let units = PlacementScope(rawValue: 2)
}
