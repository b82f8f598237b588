/// The first two numbers of a program's version, such as 0.23 or 5.006.
public struct ToolVersion: Hashable, Sendable {
  public let major: Int
  public let minor: Int

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Finds the version in what a program says about itself; nil if there is none.
  public init?(in line: String) {
    guard let match = line.firstMatch(of: /(\d+)\.(\d+)/)?.output, let major = Int(match.1),
      let minor = Int(match.2)
    else { return nil }
    self.init(major, minor)
  }
}

extension ToolVersion: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
