public import BNNIR

/// The contents of a memory, written as a `$readmemh` file: one word per line, address 0 first.
public struct MemoryImage: Hashable, Sendable {
  /// Path inside the generated directory.
  public let path: String
  /// Bits per word.
  public let width: Int
  /// Words of `width` bits, packed like rows of a bit matrix: bit j of a word is column j.
  public let words: BitMatrix

  public init(path: String, words: BitMatrix) {
    self.path = path
    self.width = words.columns
    self.words = words
  }

  /// A word for each number, in two's complement.
  init(path: String, numbers: [Int], width: Int) {
    var words = BitMatrix(rows: numbers.count, columns: width)
    for (row, number) in numbers.enumerated() {
      for bit in 0..<width where number >> bit & 1 == 1 { words[row, bit] = true }
    }
    self.init(path: path, words: words)
  }

  public var depth: Int { words.rows }

  /// The file's text: ⌈width / 4⌉ hex digits per line, highest first.
  public var text: [UInt8] {
    let digits = width.dividedRoundingUp(by: 4)
    var text: [UInt8] = []
    text.reserveCapacity(depth * (digits + 1))
    for row in 0..<depth {
      let word = words.row(row)
      for digit in (0..<digits).reversed() {
        let nibble = word[word.startIndex + digit / 16] >> UInt64(digit % 16 * 4) & 0xF
        text.append(Self.hexDigits[Int(nibble)])
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}

extension BitMatrix {
  /// The first row alone if it says what all others say, too.
  var oneIfAllAreEqual: BitMatrix {
    (1..<rows).allSatisfy { row($0).elementsEqual(row(0)) } ? rows(0..<1) : self
  }
}
