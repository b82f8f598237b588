/// Text that arrives in pieces: hands out whole lines as they end and keeps the last megabytes.
struct LineCollector {
  /// More output than this loses its beginning; no tool of this project writes nearly as much.
  static let maximumBytes = 64 << 20

  private var bytes: [UInt8] = []
  private var lineStart = 0

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ piece: UnsafeRawBufferPointer, onLine: (String) -> Void) {
    bytes.append(contentsOf: piece)
    while let end = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
      onLine(String(decoding: bytes[lineStart..<end], as: UTF8.self))
      lineStart = end + 1
    }
    let excess = min(bytes.count - Self.maximumBytes, lineStart)
    if excess > 0 {
      bytes.removeFirst(excess)
      lineStart -= excess
    }
  }
}
