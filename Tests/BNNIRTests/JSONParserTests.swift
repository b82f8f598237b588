import Testing

@testable import BNNIR

@Suite("JSON parser")
struct JSONParserTests {
  @Test(
    "takes every form of number of RFC 8259 as it is written",
    arguments: [
      "0", "-0", "7", "-7", "10", "1.5", "-0.5", "1e3", "1E+3", "1e-3", "0e0", "0.0E-0",
      "123456789012345678901234567890", "1e999",
    ])
  func numbers(lexeme: String) throws {
    #expect(try text(of: root(of: lexeme)) == lexeme)
  }

  @Test(
    "refuses what only looks like a number",
    arguments: [
      ("01", 1, "json.number"), ("-01", 1, "json.number"), ("00", 1, "json.number"),
      ("-", 2, "json.truncated"), ("1.", 3, "json.truncated"), ("1.e3", 3, "json.syntax"),
      (".5", 1, "json.syntax"), ("+1", 1, "json.syntax"), ("1e", 3, "json.truncated"),
      ("1e+", 4, "json.truncated"), ("1e+-2", 4, "json.syntax"), ("0x10", 2, "json.syntax"),
      ("1_000", 2, "json.syntax"), ("--1", 2, "json.syntax"), ("NaN", 1, "json.syntax"),
      ("-Infinity", 2, "json.syntax"), ("１", 1, "json.syntax"),
    ])
  func notNumbers(source: String, column: Int, id: String) throws {
    let problem = try problem(in: source)
    #expect(problem.id == id)
    #expect(problem.location == SourceLocation(file: "test.json", line: 1, column: column))
  }

  @Test(
    "turns escapes into characters",
    arguments: [
      (#""\"\\\/""#, #""\/"#), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9""#, "Aé"),
      (#""\u00E9""#, "é"), (#""\u0000""#, "\0"), (#""\ud83d\ude00""#, "😀"),
      (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"), (#""\\u0041""#, #"\u0041"#),
      (#""a\nb""#, "a\nb"), (#""""#, ""), ("\"\u{7F}é😀\"", "\u{7F}é😀"),
    ])
  func escapes(source: String, expected: String) throws {
    guard case .string(let text) = try root(of: source) else {
      Issue.record("not a string")
      return
    }
    #expect(Array(text.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(
    "refuses escapes and characters that strings cannot have",
    arguments: [
      (#""\x41""#, 2, "json.escape"), (#""\u12g4""#, 2, "json.escape"),
      (#""ab\u12""#, 4, "json.escape"), (#""\u+123""#, 2, "json.escape"),
      (#""\ud83d""#, 2, "json.surrogate"), (#""\ud83d\n""#, 2, "json.surrogate"),
      (#""\ud83d\ud83d""#, 2, "json.surrogate"), (#""\ude00\ud83d""#, 2, "json.surrogate"),
      (#""\ud83d\u00""#, 2, "json.surrogate"), ("\"a\u{1}\"", 3, "json.control"),
      ("\"a\nb\"", 3, "json.control"), ("\"\\\n\"", 2, "json.escape"),
      (#""\"#, 1, "json.truncated"), (#""abc\""#, 1, "json.truncated"),
    ])
  func notStrings(source: String, column: Int, id: String) throws {
    let problem = try problem(in: source)
    #expect(problem.id == id)
    #expect(problem.location == SourceLocation(file: "test.json", line: 1, column: column))
  }

  @Test(
    "refuses bytes that are not UTF-8",
    arguments: [
      [0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
      [0x5C, 0x6E, 0xE9],
    ] as [[UInt8]])
  func notUTF8(body: [UInt8]) throws {
    let quote = UInt8(ascii: "\"")
    let error = try #require(throws: DiagnosticError.self) {
      try JSONParser.parse([quote] + body + [quote], file: "test.json")
    }
    #expect(error.diagnostics.map(\.id) == ["json.utf8"])
  }

  @Test("knows the four kinds of white space and no others")
  func whiteSpace() throws {
    #expect(try text(of: root(of: " \t\r\n[ \n1\t, \r2 ] \n")) == "[1,2]")
    #expect(try problem(in: "[1,\u{A0}2]").id == "json.syntax")
    #expect(try problem(in: "[1,\u{C}2]").id == "json.syntax")
    #expect(try problem(in: "[1,\0]").id == "json.syntax")
  }

  @Test(
    "refuses broken structure at the place where it breaks",
    arguments: [
      ("[1,]", 4), ("[,1]", 2), ("[1 2]", 4), ("{\"a\" 1}", 6), ("{\"a\":}", 6), ("{\"a\":1,}", 8),
      ("{a:1}", 2), ("{1:1}", 2), ("[1}", 3), ("{\"a\":1]", 7), ("1 2", 3), ("[]]", 3),
      ("nul", 1), ("nulll", 5), ("TRUE", 1), ("'a'", 1), ("//x\n1", 1), ("]", 1),
    ])
  func structure(source: String, column: Int) throws {
    let problem = try problem(in: source)
    #expect(problem.id == "json.syntax")
    #expect(problem.location == SourceLocation(file: "test.json", line: 1, column: column))
  }

  @Test("keeps members in order and refuses a key given twice, however it is written")
  func keys() throws {
    #expect(try text(of: root(of: #"{"b":1,"a":{},"":[]}"#)) == #"{"b":1,"a":{},"":[]}"#)
    #expect(try problem(in: #"{"a":1,"b":2,"\u0061":3}"#).id == "json.duplicate-key")
    #expect(try text(of: root(of: #"{"A":1,"a":2}"#)) == #"{"A":1,"a":2}"#)
  }

  @Test("takes the deepest nesting that it states, and not one level more")
  func depth() throws {
    let levels = JSONParser.maximumDepth
    let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    #expect(try text(of: root(of: deep)) == deep)
    let problem = try problem(in: "[\(deep)]")
    #expect(problem.id == "json.depth" && problem.location?.column == levels + 1)
  }

  @Test("counts lines and byte columns from 1")
  func positions() throws {
    let document = try JSONParser.parse(Array("[\n  \"é\", 7\r\n]".utf8), file: "test.json")
    guard case .array(let nodes) = document.root.value else {
      Issue.record("not an array")
      return
    }
    let places = nodes.map { document.anchor($0.offset, .root).location.description }
    #expect(places == ["test.json:2:3", "test.json:2:9"])
  }

  private func root(of source: String) throws -> JSONValue {
    try JSONParser.parse(Array(source.utf8), file: "test.json").root.value
  }

  private func problem(in source: String) throws -> Diagnostic {
    let error = try #require(throws: DiagnosticError.self) { _ = try root(of: source) }
    return try #require(error.diagnostics.first)
  }

  /// The value as the shortest JSON text; strings are shown unescaped.
  private func text(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .number(let lexeme): lexeme
    case .string(let string): "\"\(string)\""
    case .array(let nodes): "[\(nodes.map { text(of: $0.value) }.joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\"\($0.key)\":\(text(of: $0.node.value))" }.joined(separator: ","))}"
    }
  }
}
