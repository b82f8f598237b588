/// How one number of an array is stored.
struct ElementFormat: Equatable {
  enum Kind {
    case boolean, unsigned, signed, floating
  }

  let kind: Kind
  let bytes: Int
  let isBigEndian: Bool
}

/// What an array's header says.
struct ArrayHeader: Equatable {
  let shape: [Int]
  let format: ElementFormat

  /// Bytes of the numbers. More than this are refused, whatever the header says.
  static let maximumBytes = 1 << 31

  init(shape: [Int], format: ElementFormat) throws(MalformedData) {
    var bytes = format.bytes
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow, product <= Self.maximumBytes else {
        throw MalformedData("the header declares an array of impossible size, \(shape)")
      }
      bytes = product
    }
    self.shape = shape
    self.format = format
  }

  var count: Int { shape.reduce(1, *) }
}

/// An array of numbers, last index fastest.
struct NumericArray {
  let header: ArrayHeader
  private let bytes: [UInt8]

  /// Reads the numbers behind a header; they must be all that is left.
  init(_ header: ArrayHeader, from stream: ByteStream) throws(MalformedData) {
    self.header = header
    self.bytes = try stream.read(header.count * header.format.bytes)
    guard try stream.isAtEnd() else {
      throw MalformedData("there is more data than the shape \(header.shape) has room for")
    }
  }

  /// The numbers as they are stored, where one takes one byte and is not negative.
  var unsignedBytes: [UInt8]? {
    header.format.bytes == 1 && header.format.kind != .signed ? bytes : nil
  }

  /// All numbers; each must be an integer.
  func integers() throws(MalformedData) -> [Int] {
    var integers: [Int] = []
    integers.reserveCapacity(header.count)
    for index in 0..<header.count {
      guard let integer = integer(at: index) else {
        throw MalformedData("the number at position \(index) is not an integer of at most 63 bits")
      }
      integers.append(integer)
    }
    return integers
  }

  private func integer(at index: Int) -> Int? {
    let size = header.format.bytes
    var word: UInt64 = 0
    for byte in 0..<size {
      let place = header.format.isBigEndian ? size - 1 - byte : byte
      word |= UInt64(bytes[index * size + byte]) << UInt64(8 * place)
    }
    switch (header.format.kind, size) {
    case (.boolean, _), (.unsigned, _): return Int(exactly: word)
    case (.signed, _):
      let unused = UInt64(64 - 8 * size)
      return Int(Int64(bitPattern: word << unused) >> Int64(unused))
    case (.floating, 4): return Int(exactly: Float(bitPattern: UInt32(word)))
    case (.floating, _): return Int(exactly: Double(bitPattern: word))
    }
  }
}
