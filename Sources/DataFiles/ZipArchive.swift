/// The members of a zip archive, stored or deflated, without the 64-bit extensions.
/// Source: PKWARE, APPNOTE.TXT, sections 4.3 to 4.5.
struct ZipArchive {
  struct Member {
    let name: String
    let checksum: UInt
    fileprivate let compressed: Range<Int>
    fileprivate let compression: ByteStream.Compression
  }

  private static let endSignature: [UInt8] = [0x50, 0x4b, 0x05, 0x06]
  private static let endBytes = 22

  private let bytes: [UInt8]
  private(set) var members: [Member] = []

  /// Reads the directory at the archive's end.
  init(_ bytes: [UInt8]) throws(MalformedData) {
    self.bytes = bytes
    guard let end = endRecord else { throw MalformedData("the zip archive has no directory") }
    var position = try number(at: end + 16, bytes: 4)
    for _ in 0..<(try number(at: end + 10, bytes: 2)) {
      guard try number(at: position, bytes: 4) == 0x0201_4b50 else { throw Self.damaged }
      members.append(try member(at: position))
      position =
        try position + 46 + number(at: position + 28, bytes: 2)
        + number(at: position + 30, bytes: 2) + number(at: position + 32, bytes: 2)
    }
  }

  func open(_ member: Member) throws(MalformedData) -> ByteStream {
    try ByteStream(bytes[member.compressed], member.compression)
  }

  /// The end record may be followed by a comment of at most 65535 bytes.
  private var endRecord: Int? {
    guard bytes.count >= Self.endBytes else { return nil }
    let last = bytes.count - Self.endBytes
    return (max(0, last - 65535)...last).reversed().first { position in
      bytes[position...].starts(with: Self.endSignature)
    }
  }

  /// A member from its entry in the directory.
  private func member(at entry: Int) throws(MalformedData) -> Member {
    let size = try number(at: entry + 24, bytes: 4)
    let compressedSize = try number(at: entry + 20, bytes: 4)
    let nameBytes = try number(at: entry + 28, bytes: 2)
    let local = try number(at: entry + 42, bytes: 4)
    guard entry + 46 + nameBytes <= bytes.count else { throw .truncated }
    let name = String(decoding: bytes[entry + 46..<entry + 46 + nameBytes], as: UTF8.self)
    if [size, compressedSize, local].contains(0xffff_ffff) {
      throw MalformedData("member '\(name)' needs zip64, which is not supported")
    }
    if try number(at: entry + 8, bytes: 2) & 1 == 1 {
      throw MalformedData("member '\(name)' is encrypted")
    }
    let compression: ByteStream.Compression
    switch try number(at: entry + 10, bytes: 2) {
    case 0: compression = .stored
    case 8: compression = .deflate
    default: throw MalformedData("member '\(name)' is neither stored nor deflated")
    }
    guard try number(at: local, bytes: 4) == 0x0403_4b50 else { throw Self.damaged }
    let start = try local + 30 + number(at: local + 26, bytes: 2) + number(at: local + 28, bytes: 2)
    guard start + compressedSize <= bytes.count else { throw .truncated }
    return Member(
      name: name, checksum: UInt(try number(at: entry + 16, bytes: 4)),
      compressed: start..<start + compressedSize, compression: compression)
  }

  /// A little-endian number.
  private func number(at position: Int, bytes count: Int) throws(MalformedData) -> Int {
    guard position + count <= bytes.count else { throw .truncated }
    return bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static let damaged = MalformedData("the zip archive is damaged")
}
