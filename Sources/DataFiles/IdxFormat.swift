/// The format of the MNIST files: two zero bytes, element type, number of dimensions, then the
/// sizes and the elements, all big endian. Source: Y. LeCun, C. Cortes, C. Burges, the MNIST
/// database.
enum IdxFormat {
  /// Reads the rest of a header; nil if its first four bytes are of another format.
  static func header(
    _ magic: [UInt8], _ stream: ByteStream
  ) throws(MalformedData) -> ArrayHeader? {
    guard magic[0] == 0, magic[1] == 0, let format = format(magic[2]), 1...8 ~= magic[3] else {
      return nil
    }
    var shape: [Int] = []
    for _ in 0..<magic[3] {
      shape.append(try stream.read(4).reduce(0) { $0 << 8 | Int($1) })
    }
    return try ArrayHeader(shape: shape, format: format)
  }

  private static func format(_ code: UInt8) -> ElementFormat? {
    switch code {
    case 0x08: ElementFormat(kind: .unsigned, bytes: 1, isBigEndian: true)
    case 0x09: ElementFormat(kind: .signed, bytes: 1, isBigEndian: true)
    case 0x0b: ElementFormat(kind: .signed, bytes: 2, isBigEndian: true)
    case 0x0c: ElementFormat(kind: .signed, bytes: 4, isBigEndian: true)
    case 0x0d: ElementFormat(kind: .floating, bytes: 4, isBigEndian: true)
    case 0x0e: ElementFormat(kind: .floating, bytes: 8, isBigEndian: true)
    default: nil
    }
  }
}
