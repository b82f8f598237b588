/// A JSON value that remembers where it stands in its file.
public struct JSONNode: Sendable {
  /// Byte offset of the value's first character.
  public let offset: Int
  public let value: JSONValue
}

public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The number as written; it is converted when the wanted type is known.
  case number(lexeme: String)
  case string(String)
  case array([JSONNode])
  /// Members in the order of the file; keys are unique.
  case object([JSONMember])

  /// How messages call this kind of value.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

public struct JSONMember: Sendable {
  public let keyOffset: Int
  public let key: String
  public let node: JSONNode
}

/// A parsed file, able to say the line and column of any byte offset.
public struct JSONDocument: Sendable {
  /// Name of the file as the user gave it, for messages.
  public let file: String
  public let root: JSONNode
  private let lines: LineIndex

  init(file: String, root: JSONNode, lines: LineIndex) {
    self.file = file
    self.root = root
    self.lines = lines
  }

  public func anchor(_ offset: Int, _ path: JSONPath) -> Anchor {
    Anchor(location: lines.location(of: offset, file: file), path: path)
  }
}
