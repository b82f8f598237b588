/// Rows of bits, each row packed into 64-bit words: column j is bit j % 64 of word j / 64.
///
/// Bits past the last column are zero, so that equal matrices have equal words and XOR-popcounts of
/// two rows need no mask.
public struct BitMatrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  public let wordsPerRow: Int
  public private(set) var words: [UInt64]

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    self.wordsPerRow = (columns + 63) / 64
    self.words = [UInt64](repeating: 0, count: rows * wordsPerRow)
  }

  /// Takes over packed words; bits past the last column must be zero.
  public init(rows: Int, columns: Int, words: [UInt64]) {
    self.rows = rows
    self.columns = columns
    self.wordsPerRow = (columns + 63) / 64
    precondition(words.count == rows * wordsPerRow, "bnn-hw bug: wrong number of packed words")
    self.words = words
  }

  /// Builds row by row from bits; every row has `columns` of them.
  public init(columns: Int, rows: [[Bool]]) {
    self.init(rows: rows.count, columns: columns)
    for (row, bits) in rows.enumerated() {
      precondition(bits.count == columns, "bnn-hw bug: ragged bit matrix")
      for (column, bit) in bits.enumerated() where bit { self[row, column] = true }
    }
  }

  public subscript(row: Int, column: Int) -> Bool {
    get { words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1 }
    set {
      let mask: UInt64 = 1 << UInt64(column & 63)
      if newValue {
        words[row * wordsPerRow + column >> 6] |= mask
      } else {
        words[row * wordsPerRow + column >> 6] &= ~mask
      }
    }
  }

  /// The words of one row, lowest column first.
  public func row(_ index: Int) -> ArraySlice<UInt64> {
    words[index * wordsPerRow..<(index + 1) * wordsPerRow]
  }

  /// Inverts every bit of one row.
  public mutating func invertRow(_ row: Int) {
    for word in 0..<wordsPerRow {
      let valid = min(64, columns - word * 64)
      words[row * wordsPerRow + word] ^= valid == 64 ? .max : (1 << UInt64(valid)) - 1
    }
  }

  /// The same bits with `factor` consecutive rows joined into one, lower row first.
  public func joiningRows(by factor: Int) -> BitMatrix {
    precondition(rows % factor == 0, "bnn-hw bug: rows do not divide")
    if factor == 1 { return self }
    if columns % 64 == 0 {
      return BitMatrix(rows: rows / factor, columns: columns * factor, words: words)
    }
    if columns == 1 { return joiningSingleBits(by: factor) }
    var joined = BitMatrix(rows: rows / factor, columns: columns * factor)
    for row in 0..<rows {
      let start = row / factor * joined.wordsPerRow * 64 + row % factor * columns
      for word in 0..<wordsPerRow {
        joined.put(
          words[row * wordsPerRow + word], bits: min(64, columns - word * 64),
          at: start + word * 64)
      }
    }
    return joined
  }

  /// `joiningRows` for one column, as grey images have: every word is a single bit.
  private func joiningSingleBits(by factor: Int) -> BitMatrix {
    var joined = BitMatrix(rows: rows / factor, columns: factor)
    let wordsPerJoinedRow = joined.wordsPerRow
    words.withUnsafeBufferPointer { source in
      joined.words.withUnsafeMutableBufferPointer { target in
        var next = 0
        for index in target.indices {
          let count = min(64, factor - index % wordsPerJoinedRow * 64)
          var word: UInt64 = 0
          for bit in 0..<count { word |= source[next + bit] &<< UInt64(bit) }
          target[index] = word
          next += count
        }
      }
    }
    return joined
  }

  /// Sets up to 64 bits that were zero, the first at bit `position` of the packed words.
  private mutating func put(_ bits: UInt64, bits count: Int, at position: Int) {
    let shift = UInt64(position & 63)
    words[position >> 6] |= bits &<< shift
    if Int(shift) + count > 64 { words[position >> 6 + 1] |= bits &>> (64 - shift) }
  }
}

extension BitMatrix {
  /// Sets a row from bytes, column j being bit j % 8 of byte j / 8; spare bits must be zero.
  mutating func setRow(_ row: Int, bytes: [UInt8]) {
    for (index, byte) in bytes.enumerated() {
      words[row * wordsPerRow + index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
    }
  }
}

extension BitMatrix {
  /// A part of the rows.
  public func rows(_ range: Range<Int>) -> BitMatrix {
    let part = words[range.lowerBound * wordsPerRow..<range.upperBound * wordsPerRow]
    return BitMatrix(rows: range.count, columns: columns, words: Array(part))
  }

  /// Copies a range of columns of another matrix's row into columns that are still zero.
  mutating func copy(
    _ range: Range<Int>, ofRow source: Int, of other: BitMatrix, toRow row: Int, column: Int
  ) {
    var target = row * wordsPerRow * 64 + column
    var next = range.lowerBound
    while next < range.upperBound {
      let count = min(64 - next & 63, range.upperBound - next)
      let word = other.words[source * other.wordsPerRow + next >> 6] &>> UInt64(next & 63)
      put(count == 64 ? word : word & (1 &<< UInt64(count) - 1), bits: count, at: target)
      target += count
      next += count
    }
  }

  /// Copies whole words to a row, from the given word of it on.
  mutating func copyWords(
    _ count: Int, from other: BitMatrix, at start: Int, toRow row: Int, word: Int
  ) {
    let target = row * wordsPerRow + word
    words.withUnsafeMutableBufferPointer { words in
      other.words.withUnsafeBufferPointer { source in
        for index in 0..<count { words[target + index] = source[start + index] }
      }
    }
  }

  /// Sets `count` columns that are still zero.
  mutating func setOnes(_ count: Int, row: Int, column: Int) {
    for column in column..<column + count { self[row, column] = true }
  }

  /// Sets in a row every bit that a row of another matrix with as many columns has.
  mutating func formUnion(ofRow row: Int, withRow source: Int, of other: BitMatrix) {
    for word in 0..<wordsPerRow {
      words[row * wordsPerRow + word] |= other.words[source * wordsPerRow + word]
    }
  }
}
