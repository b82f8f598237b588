/// An array of an npz archive: its header, and where the numbers are.
struct ArchivedArray {
  let name: String
  let header: ArrayHeader
  private let member: ZipArchive.Member
  private let archive: ZipArchive

  /// All arrays of an archive, in its order; other members are passed over.
  static func all(in archive: ZipArchive) throws(MalformedData) -> [ArchivedArray] {
    var arrays: [ArchivedArray] = []
    for member in archive.members where member.name.hasSuffix(".npy") {
      let stream = try archive.open(member)
      let name = String(member.name.dropLast(4))
      guard let header = try NpyFormat.header(try stream.read(4), stream) else {
        throw MalformedData("member '\(member.name)' is no npy array")
      }
      arrays.append(ArchivedArray(name: name, header: header, member: member, archive: archive))
    }
    if arrays.isEmpty { throw MalformedData("the zip archive holds no npy array") }
    return arrays
  }

  func read() throws(MalformedData) -> NumericArray {
    let stream = try archive.open(member)
    guard let header = try NpyFormat.header(try stream.read(4), stream) else { throw .truncated }
    let array = try NumericArray(header, from: stream)
    guard stream.checksum == member.checksum else {
      throw MalformedData("array '\(name)' is damaged: its checksum is wrong")
    }
    return array
  }
}
