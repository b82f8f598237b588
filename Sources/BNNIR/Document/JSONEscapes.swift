/// Turns the body of a JSON string with escapes into text.
enum JSONEscapes {
  static func unescape(
    _ body: UnsafeBufferPointer<UInt8>, offset: Int
  ) throws(JSONParseFailure) -> String {
    var units: [UInt8] = []
    var index = 0
    while index < body.count {
      guard body[index] == UInt8(ascii: "\\") else {
        units.append(body[index])
        index += 1
        continue
      }
      let (scalar, length) = try escape(body[index...], offset: offset)
      units.append(contentsOf: Array(String(scalar).utf8))
      index += length
    }
    guard let text = String(validating: units, as: UTF8.self) else { throw .notUTF8(at: offset) }
    return text
  }

  /// The character that an escape at the start of `text` means, and the escape's length in bytes.
  private static func escape(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, offset: Int
  ) throws(JSONParseFailure) -> (UnicodeScalar, length: Int) {
    let start = text.startIndex
    let place = offset + start
    switch text[start + 1] {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{c}", 2)
    case let byte
    where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
      return (UnicodeScalar(byte), 2)
    case UInt8(ascii: "u"): break
    default: throw .badEscape(at: place)
    }
    guard let unit = hexUnit(text.dropFirst(2)) else { throw .badEscape(at: place) }
    if let scalar = UnicodeScalar(unit) { return (scalar, 6) }
    let second = text.dropFirst(6)
    guard second.count >= 6, second.first == UInt8(ascii: "\\"),
      second[second.startIndex + 1] == UInt8(ascii: "u"), let low = hexUnit(second.dropFirst(2)),
      (0xD800..<0xDC00).contains(unit), (0xDC00..<0xE000).contains(low),
      let scalar = UnicodeScalar(0x10000 + UInt32(unit - 0xD800) << 10 + UInt32(low - 0xDC00))
    else { throw .loneSurrogate(at: place) }
    return (scalar, 12)
  }

  private static func hexUnit(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
    guard text.count >= 4 else { return nil }
    let digits = String(decoding: text.prefix(4), as: UTF8.self)
    guard digits.utf8.allSatisfy({ HexDigit.value(of: $0) != nil }) else { return nil }
    return UInt16(digits, radix: 16)
  }
}
