/// A name for everything that a result depends on: 128-bit FNV-1a over labelled parts.
///
/// The lengths are hashed too, so parts cannot run into each other. It guards against stale
/// results, not against an adversary. Source: draft-eastlake-fnv, 128-bit offset basis and prime.
public struct ContentHash: Hashable, Sendable {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

  public init() {}

  public mutating func add(_ label: String, _ bytes: some Collection<UInt8>) {
    mix(label.utf8)
    mix(bytes)
  }

  public mutating func add(_ label: String, _ text: String) {
    add(label, text.utf8)
  }

  /// 32 lower-case digits.
  public var hex: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private mutating func mix(_ bytes: some Collection<UInt8>) {
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { mixRaw($0) }
    mixRaw(bytes)
  }

  private mutating func mixRaw(_ bytes: some Sequence<UInt8>) {
    var state = state
    for byte in bytes { state = (state ^ UInt128(byte)) &* Self.prime }
    self.state = state
  }
}
