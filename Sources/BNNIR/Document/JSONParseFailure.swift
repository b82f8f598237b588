/// Why a parse ended; becomes a diagnostic when the line is known.
struct JSONParseFailure: Error {
  let id: String
  let offset: Int
  let message: String
  var hint: String?
}

extension JSONParseFailure {
  static var empty: Self {
    Self(
      id: "json.empty", offset: 0, message: "the file is empty",
      hint: "a network document is one JSON object; see docs/network-format.md")
  }

  static var byteOrderMark: Self {
    Self(
      id: "json.encoding", offset: 0,
      message: "the file begins with a byte order mark, but expected plain UTF-8",
      hint: "save the file as UTF-8 without a byte order mark")
  }

  static func truncated(at offset: Int, wanted: String) -> Self {
    Self(id: "json.truncated", offset: offset, message: "the file ends where \(wanted) is expected")
  }

  static func openString(at offset: Int) -> Self {
    Self(
      id: "json.truncated", offset: offset,
      message: "the file ends inside the string that begins here")
  }

  static func unexpected(_ found: Lexeme, at offset: Int, wanted: String) -> Self {
    Self(
      id: "json.syntax", offset: offset, message: "found \(found), but expected \(wanted)",
      hint: found.hint)
  }

  static func tooDeep(at offset: Int) -> Self {
    Self(
      id: "json.depth", offset: offset,
      message: "brackets are nested deeper than \(JSONParser.maximumDepth) levels")
  }

  static func leadingZero(at offset: Int) -> Self {
    Self(
      id: "json.number", offset: offset, message: "this number has a leading zero",
      hint: "leave the zero out")
  }

  static func duplicateKey(_ key: String, at offset: Int) -> Self {
    Self(
      id: "json.duplicate-key", offset: offset,
      message: "key \(UserText.quoted(key)) is given twice", hint: "keep one of the two")
  }

  static func controlCharacter(_ byte: UInt8, at offset: Int) -> Self {
    Self(
      id: "json.control", offset: offset,
      message: "found \(Lexeme(bytes: [byte])) inside a string, but expected an escape for it",
      hint: byte == UInt8(ascii: "\n") ? "is the closing quote missing?" : nil)
  }

  static func notUTF8(at offset: Int) -> Self {
    Self(
      id: "json.utf8", offset: offset, message: "this string is not valid UTF-8",
      hint: "save the file in UTF-8")
  }

  static func badEscape(at offset: Int) -> Self {
    Self(
      id: "json.escape", offset: offset, message: "this escape is not one of JSON",
      hint: #"JSON knows \" \\ \/ \b \f \n \r \t and \uXXXX"#)
  }

  static func loneSurrogate(at offset: Int) -> Self {
    Self(
      id: "json.surrogate", offset: offset,
      message: "this escape is half of a surrogate pair, but its other half is missing",
      hint: #"characters past \uFFFF are written as \uD800…\uDBFF, then \uDC00…\uDFFF"#)
  }
}

extension JSONParseFailure {
  /// What stands at a place where it must not: a word, a character or a byte.
  struct Lexeme: CustomStringConvertible {
    private let bytes: [UInt8]

    /// Takes the leading letters of the bytes that are left, or else the first byte.
    init<Bytes: Collection<UInt8>>(bytes: Bytes) {
      let word = bytes.prefix(16).prefix { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
      self.bytes = Array(word.isEmpty ? bytes.prefix(1) : bytes.prefix(word.count))
    }

    var description: String {
      switch bytes.first {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): "the end of the line"
      case UInt8(ascii: "\t"): "a tab"
      case let byte? where !(0x20...0x7E).contains(byte):
        "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      default: "'\(String(decoding: bytes, as: UTF8.self))'"
      }
    }

    /// What its author may have had in mind.
    var hint: String? {
      switch String(decoding: bytes, as: UTF8.self) {
      case "NaN", "nan", "Infinity", "Inf", "inf": "every number of a network is finite"
      case "True", "False", "None": "this is Python; write the file with json.dump"
      case "'": "JSON has double quotes only"
      case "/", "#": "JSON has no comments"
      case "]", "}": "is there a comma too many before it?"
      default: nil
      }
    }
  }
}
