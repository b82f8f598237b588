/// What a unit is made of, whatever the family: parts that cost LUTs, flip-flops, memories,
/// popcounts and multipliers.
///
/// A unit builds its inventory from the library modules that its RTL is composed of.
public struct Inventory: Codable, Hashable, Sendable {
  /// Amounts above zero.
  public private(set) var parts: [Part: Int] = [:]
  public private(set) var flipFlops = 0
  public private(set) var memories: [Memory] = []
  public internal(set) var popcounts: Popcounts?
  public private(set) var multipliers: [Multiplier] = []

  public struct Memory: Codable, Hashable, Sendable {
    public enum Use: String, Codable, Hashable, Sendable {
      /// Written and read in one clock cycle each; the mapper chooses what holds it.
      case ram
      /// In LUTs, read without a register.
      case lutRAM
      /// Read only, in block RAM.
      case blockROM
      /// Read only, where the mapper chooses between block RAM and logic.
      case rom
      /// Of the mapper's choice, read without a register.
      case asynchronousRAM
    }

    public let use: Use
    public let width: Int
    public let depth: Int
  }

  /// Popcounts that are cells of the family where there are such.
  public struct Popcounts: Codable, Hashable, Sendable {
    /// Lanes of each.
    public let width: Int
    /// How many there are.
    public let count: Int
    /// Words of weights in their logic; 0 if the weights come from outside.
    public let words: Int
    /// Registers on their way.
    public let stages: Int
    /// LUT6 of all, once their circuits are known.
    public var tables: Int?
    /// Flip-flops within them, once their circuits are known.
    public var registers: Int?
  }

  /// With registers for both factors and the product, unless `registerBits` says otherwise.
  public struct Multiplier: Codable, Hashable, Sendable {
    public let leftBits: Int
    public let rightBits: Int
    public let productBits: Int
    /// Of the product and a number.
    public let sumBits: Int
    public let count: Int
    /// Bits of registers around each that a hard multiplier has room for.
    public var registerBits: Int?
  }

  public init() {}

  mutating func add(_ part: Part, _ amount: Int) {
    if amount > 0 { parts[part, default: 0] += amount }
  }

  mutating func add(flipFlops: Int) { self.flipFlops += flipFlops }

  mutating func add(_ memory: Memory) { memories.append(memory) }

  mutating func add(_ multiplier: Multiplier) { multipliers.append(multiplier) }
}
