/// A position in an input file; line and column count from 1, columns in bytes.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line):\(column)" }
}

/// Where a value of a document stands: its position in the file and its path in the tree.
public struct Anchor: Hashable, Sendable {
  public let location: SourceLocation
  public let path: JSONPath

  public init(location: SourceLocation, path: JSONPath) {
    self.location = location
    self.path = path
  }
}
