import CZlib

/// Bytes that are read from front to back, decompressed on the way, never more than asked for.
///
/// A class because it owns zlib's state, which must stay at its address.
final class ByteStream {
  enum Compression {
    case stored
    /// A deflate stream without header, as in zip archives.
    case deflate
    case gzip
  }

  /// Of all bytes that were read.
  private(set) var checksum: UInt

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private let inflater: UnsafeMutablePointer<z_stream>?

  convenience init(_ bytes: [UInt8], _ compression: Compression) throws(MalformedData) {
    try self.init(bytes[...], compression)
  }

  init(_ bytes: ArraySlice<UInt8>, _ compression: Compression) throws(MalformedData) {
    self.bytes = bytes
    self.position = bytes.startIndex
    self.checksum = crc32(0, nil, 0)
    switch compression {
    case .stored: self.inflater = nil
    case .deflate: self.inflater = try Self.makeInflater(windowBits: -15)
    case .gzip: self.inflater = try Self.makeInflater(windowBits: 31)
    }
  }

  deinit {
    inflateEnd(inflater)
    inflater?.deallocate()
  }

  /// `windowBits` tells zlib the kind of header to expect.
  private static func makeInflater(
    windowBits: Int32
  ) throws(MalformedData) -> UnsafeMutablePointer<z_stream> {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
      stream.deallocate()
      throw MalformedData("zlib does not start")
    }
    return stream
  }

  /// Exactly `count` bytes.
  func read(_ count: Int) throws(MalformedData) -> [UInt8] {
    let piece: [UInt8]
    if let inflater {
      piece = try inflated(count, by: inflater)
    } else {
      piece = stored(count)
    }
    guard piece.count == count else { throw .truncated }
    piece.withUnsafeBufferPointer { checksum = crc32_z(checksum, $0.baseAddress, $0.count) }
    return piece
  }

  /// Whether no byte is left.
  func isAtEnd() throws(MalformedData) -> Bool {
    guard let inflater else { return position == bytes.endIndex }
    return try inflated(1, by: inflater).isEmpty
  }

  private func stored(_ count: Int) -> [UInt8] {
    let piece = bytes[position..<min(position + count, bytes.endIndex)]
    position = piece.endIndex
    return Array(piece)
  }

  /// Memory grows with what really comes out, whatever a header promises.
  private func inflated(
    _ count: Int, by stream: UnsafeMutablePointer<z_stream>
  ) throws(MalformedData) -> [UInt8] {
    var output: [UInt8] = []
    while output.count < count {
      let before = output.count
      let room = min(count - before, 1 << 22)
      output.append(contentsOf: repeatElement(0, count: room))
      let (written, status) = inflate(stream, into: &output, from: before, room: room)
      output.removeLast(room - written)
      switch status {
      case Z_OK: continue
      case Z_STREAM_END: return output
      case Z_BUF_ERROR: throw .truncated
      default: throw MalformedData("the compressed data is damaged")
      }
    }
    return output
  }

  private func inflate(
    _ stream: UnsafeMutablePointer<z_stream>, into output: inout [UInt8], from start: Int, room: Int
  ) -> (written: Int, status: Int32) {
    let available = min(bytes.endIndex - position, Int(UInt32.max))
    return bytes[position..<position + available].withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress.map { $0 + start }
        stream.pointee.avail_out = UInt32(room)
        let status = CZlib.inflate(stream, Z_SYNC_FLUSH)
        position += source.count - Int(stream.pointee.avail_in)
        return (room - Int(stream.pointee.avail_out), status)
      }
    }
  }
}
