/// A generated circuit as values: every file of its directory, and the manifest that describes
/// them.
public struct Design: Sendable {
  public struct File: Hashable, Sendable {
    public let path: String
    public let contents: [UInt8]

    public init(path: String, contents: [UInt8]) {
      self.path = path
      self.contents = contents
    }
  }

  public let manifest: Manifest
  /// All files but the manifest, sorted by path.
  public let files: [File]
}

/// FNV-1a, 64 bits: notices edited files; no defence against malice.
/// Source: Fowler, Noll, Vo, draft-eastlake-fnv.
public enum Checksum {
  public static func hex(of bytes: [UInt8]) -> String {
    let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
