/// Names that can stand in Verilog and in file names: a letter, then letters, digits and
/// underscores.
enum Identifier {
  static let maximumLength = 64

  static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= maximumLength else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      isLetter(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
