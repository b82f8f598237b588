import BNNIR

/// Ways to break a document, from bytes to meaning.
enum Mutation: CaseIterable {
  case flipBits, changeByte, deleteSpan, duplicateSpan, moveSpan, truncate
  case replaceNumber, replaceWord, swapTokens, deleteToken, duplicateToken

  func apply(to bytes: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    guard !bytes.isEmpty else { return bytes }
    var bytes = bytes
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let span = place..<min(bytes.count, place + Int.random(in: 1...40, using: &random))
    switch self {
    case .flipBits: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case .changeByte: bytes[place] = Self.telling.randomElement(using: &random) ?? 0
    case .deleteSpan: bytes.removeSubrange(span)
    case .duplicateSpan: bytes.insert(contentsOf: bytes[span], at: place)
    case .moveSpan:
      let moved = bytes[span]
      bytes.removeSubrange(span)
      bytes.insert(contentsOf: moved, at: Int.random(in: 0...bytes.count, using: &random))
    case .truncate: bytes.removeSubrange(place...)
    case .replaceNumber:
      Self.replace(in: &bytes, by: Self.numbers, where: isNumber, using: &random)
    case .replaceWord:
      Self.replace(in: &bytes, by: Self.words, where: { !isNumber($0) }, using: &random)
    case .swapTokens, .deleteToken, .duplicateToken: changeTokens(of: &bytes, using: &random)
    }
    return bytes
  }

  private static let telling =
    Array("{}[]:,\"\\-+.eE0123456789 \n\0\u{7F}".utf8) + [0x80, 0xC3, 0xFF]

  private static let numbers = [
    "0", "-0", "-1", "1", "2", "7", "64", "255", "256", "1.0", "0.5", "-0.25", "1e-400", "1e400",
    "-1e308", "1e308", "4.9e-324", "2147483647", "-2147483648", "2147483648", "16777216",
    "16777217", "9223372036854775807", "9223372036854775808", "1180591620717411303424", "NaN",
    "null", "[]", "[0]", "{}", "true", "\"\"",
  ]

  private static let words = [
    "\"\"", "\"name\"", "\"kind\"", "\"inputs\"", "\"units\"", "\"weights\"", "\"sign\"",
    "\"threshold\"", "\"argmax\"", "\"scale_bias\"", "\"batch_norm\"", "\"binary_dense\"",
    "\"input\"", "\"fc0\"", "\"act0\"", "\"last\"", "\"<=\"", "\"bit\"", "\"int8\"", "\"ff\"",
    "\"\\ud800\"", "\"\\u0000\"", "0", "null", "[]", "{}",
  ]

  private static func replace(
    in bytes: inout [UInt8], by replacements: [String], where isWanted: (ArraySlice<UInt8>) -> Bool,
    using random: inout SplitMix64
  ) {
    let candidates = tokens(of: bytes).filter { isWanted(bytes[$0]) }
    guard let token = candidates.randomElement(using: &random) else { return }
    bytes.replaceSubrange(token, with: (replacements.randomElement(using: &random) ?? "").utf8)
  }

  private func changeTokens(of bytes: inout [UInt8], using random: inout SplitMix64) {
    let tokens = Self.tokens(of: bytes)
    guard let one = tokens.randomElement(using: &random),
      let other = tokens.randomElement(using: &random)
    else { return }
    let (first, second) = one.lowerBound <= other.lowerBound ? (one, other) : (other, one)
    let (left, right) = (Array(bytes[first]), Array(bytes[second]))
    switch self {
    case .deleteToken: bytes.removeSubrange(first)
    case .duplicateToken:
      bytes.insert(contentsOf: left + [UInt8(ascii: ",")], at: second.lowerBound)
    default:
      bytes.replaceSubrange(second, with: left)
      bytes.replaceSubrange(first, with: right)
    }
  }

  /// Strings, numbers, words and single punctuation marks.
  private static func tokens(of bytes: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      let start = index
      index += 1
      if bytes[start] == UInt8(ascii: "\"") {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        index = min(index + 1, bytes.count)
      } else if isOfWord(bytes[start]) {
        while index < bytes.count, isOfWord(bytes[index]) { index += 1 }
      }
      if bytes[start] > 0x20 { tokens.append(start..<index) }
    }
    return tokens
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    Array("+-.".utf8).contains(byte) || UnicodeScalar(byte).properties.isAlphabetic
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func isNumber(_ token: ArraySlice<UInt8>) -> Bool {
    Array("-0123456789".utf8).contains(token[token.startIndex])
  }
}
