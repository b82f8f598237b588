/// Translates byte offsets of a text to lines and columns.
struct LineIndex: Sendable {
  /// Offsets at which lines begin, ascending from 0.
  private let starts: [Int]

  init(of bytes: UnsafeBufferPointer<UInt8>) {
    var starts = [0]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    self.starts = starts
  }

  func location(of offset: Int, file: String) -> SourceLocation {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceLocation(file: file, line: low + 1, column: offset - starts[low] + 1)
  }
}
