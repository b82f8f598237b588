/// Parses RFC 8259 JSON from UTF-8 bytes, keeping the position of every value.
///
/// Stricter than the RFC where leniency hides mistakes: duplicate keys are errors. Nesting is
/// limited to `maximumDepth`, so hostile input cannot exhaust the stack. The first error ends the
/// parse.
public struct JSONParser {
  public static let maximumDepth = 32

  public static func parse(_ bytes: [UInt8], file: String) throws(DiagnosticError) -> JSONDocument {
    let result: Result<JSONDocument, DiagnosticError> = bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(bytes: buffer)
      do throws(JSONParseFailure) {
        let root = try parser.document()
        return .success(
          JSONDocument(file: file, root: root, lines: LineIndex(of: buffer)))
      } catch {
        let before = UnsafeBufferPointer(rebasing: buffer[..<error.offset])
        let location = LineIndex(of: before).location(of: error.offset, file: file)
        return .failure(
          DiagnosticError(Diagnostic(error.id, at: location, error.message, hint: error.hint)))
      }
    }
    return try result.get()
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }
}

// MARK: Grammar
extension JSONParser {
  private mutating func document() throws(JSONParseFailure) -> JSONNode {
    if Self.byteOrderMarks.contains(where: bytes.starts(with:)) { throw .byteOrderMark }
    skipSpace()
    if current == nil { throw .empty }
    let root = try value()
    skipSpace()
    if current != nil { throw unexpected(wanted: "the end of the file") }
    return root
  }

  /// Of UTF-8, and of UTF-16 and UTF-32 in both byte orders.
  private static let byteOrderMarks: [[UInt8]] = [
    [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0x00, 0x00, 0xFE, 0xFF],
  ]

  private mutating func value() throws(JSONParseFailure) -> JSONNode {
    let start = position
    guard let byte = current else { throw unexpected(wanted: "a value") }
    let value: JSONValue =
      switch byte {
      case UInt8(ascii: "{"):
        try nested { (parser) throws(JSONParseFailure) in try parser.object() }
      case UInt8(ascii: "["): try nested { (parser) throws(JSONParseFailure) in try parser.array() }
      case UInt8(ascii: "\""): .string(try string())
      case UInt8(ascii: "t"): try word("true", .bool(true))
      case UInt8(ascii: "f"): try word("false", .bool(false))
      case UInt8(ascii: "n"): try word("null", .null)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
      default: throw unexpected(wanted: "a value")
      }
    return JSONNode(offset: start, value: value)
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONParseFailure) -> JSONValue
  ) throws(JSONParseFailure) -> JSONValue {
    depth += 1
    if depth > Self.maximumDepth { throw .tooDeep(at: position) }
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func object() throws(JSONParseFailure) -> JSONValue {
    var members: [JSONMember] = []
    // As bytes: text is hashed by its normal form, which takes quadratic time on hostile keys.
    var keys: Set<[UInt8]> = []
    try elements(closing: UInt8(ascii: "}")) { (parser) throws(JSONParseFailure) in
      let keyOffset = parser.position
      guard parser.current == UInt8(ascii: "\"") else {
        throw parser.unexpected(wanted: "a key in double quotes")
      }
      let key = try parser.string()
      if !keys.insert(Array(key.utf8)).inserted { throw .duplicateKey(key, at: keyOffset) }
      parser.skipSpace()
      try parser.expect(UInt8(ascii: ":"), wanted: "':' after the key")
      parser.skipSpace()
      members.append(JSONMember(keyOffset: keyOffset, key: key, node: try parser.value()))
    }
    return .object(members)
  }

  private mutating func array() throws(JSONParseFailure) -> JSONValue {
    var nodes: [JSONNode] = []
    try elements(closing: UInt8(ascii: "]")) { (parser) throws(JSONParseFailure) in
      nodes.append(try parser.value())
    }
    return .array(nodes)
  }

  /// Comma-separated elements between the current bracket and the closing one.
  private mutating func elements(
    closing: UInt8, _ element: (inout JSONParser) throws(JSONParseFailure) -> Void
  ) throws(JSONParseFailure) {
    position += 1
    skipSpace()
    if current == closing {
      position += 1
      return
    }
    let close = String(UnicodeScalar(closing))
    while true {
      try element(&self)
      skipSpace()
      if current == closing { break }
      try expect(UInt8(ascii: ","), wanted: "',' or '\(close)'")
      skipSpace()
    }
    position += 1
  }

  private mutating func word(
    _ text: String, _ value: JSONValue
  ) throws(JSONParseFailure) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw unexpected(wanted: "a value") }
    position += text.utf8.count
    return value
  }

  private mutating func expect(_ byte: UInt8, wanted: String) throws(JSONParseFailure) {
    guard current == byte else { throw unexpected(wanted: wanted) }
    position += 1
  }

  private func unexpected(wanted: String) -> JSONParseFailure {
    guard current != nil else { return .truncated(at: position, wanted: wanted) }
    return .unexpected(.init(bytes: bytes[position...]), at: position, wanted: wanted)
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }
}

// MARK: Numbers and strings
extension JSONParser {
  private mutating func number() throws(JSONParseFailure) -> JSONValue {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let first = position
    try digits()
    if bytes[first] == UInt8(ascii: "0"), position - first > 1 { throw .leadingZero(at: start) }
    if current == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return .number(lexeme: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() throws(JSONParseFailure) {
    let start = position
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      position += 1
    }
    if position == start { throw unexpected(wanted: "a digit") }
  }

  private mutating func string() throws(JSONParseFailure) -> String {
    let start = position
    position += 1
    var escaped = false
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw .controlCharacter(byte, at: position) }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        position += 1
      }
      position += 1
    }
    guard position < bytes.count else { throw .openString(at: start) }
    let body = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<position])
    position += 1
    if escaped { return try JSONEscapes.unescape(body, offset: start + 1) }
    guard let text = String(validating: body, as: UTF8.self) else { throw .notUTF8(at: start + 1) }
    return text
  }
}
