/// NumPy's array files, versions 1 to 3. Source: NEP 1, "A simple file format for NumPy arrays".
enum NpyFormat {
  /// Longer headers describe nothing that is read here.
  private static let maximumHeaderBytes = 1 << 16

  /// Reads the rest of a header; nil if its first four bytes are of another format.
  static func header(
    _ magic: [UInt8], _ stream: ByteStream
  ) throws(MalformedData) -> ArrayHeader? {
    guard magic == [0x93] + Array("NUM".utf8) else { return nil }
    let rest = try stream.read(4)
    guard rest.starts(with: Array("PY".utf8)), 1...3 ~= rest[2] else {
      throw MalformedData("the npy file is of an unknown version")
    }
    let lengthBytes = try stream.read(rest[2] == 1 ? 2 : 4)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= maximumHeaderBytes else { throw malformed }
    return try parse(String(decoding: try stream.read(length), as: UTF8.self))
  }

  /// The header is a Python dictionary with three keys in any order.
  private static func parse(_ text: String) throws(MalformedData) -> ArrayHeader {
    guard let order = text.firstMatch(of: /'fortran_order':\s*(True|False)/),
      let sizes = text.firstMatch(of: /'shape':\s*\(([0-9,\sL]*)\)/)
    else { throw malformed }
    let shape = sizes.1.split(separator: ",").map { $0.filter(\.isNumber) }
      .filter { !$0.isEmpty }.map { Int($0) ?? -1 }
    if order.1 == "True", shape.count > 1 {
      throw MalformedData(
        "the array is in Fortran order; save numpy.ascontiguousarray of it instead")
    }
    return try ArrayHeader(shape: shape, format: try format(text))
  }

  private static func format(_ text: String) throws(MalformedData) -> ElementFormat {
    guard let type = text.firstMatch(of: /'descr':\s*'([<>|=]?)([a-zA-Z])([0-9]+)[^']*'/) else {
      throw MalformedData("the array's elements are not plain numbers")
    }
    let kind: ElementFormat.Kind? =
      switch (type.2, type.3) {
      case ("b", "1"): .boolean
      case ("u", "1"), ("u", "2"), ("u", "4"), ("u", "8"): .unsigned
      case ("i", "1"), ("i", "2"), ("i", "4"), ("i", "8"): .signed
      case ("f", "4"), ("f", "8"): .floating
      default: nil
      }
    guard let kind, let bytes = Int(type.3) else {
      throw MalformedData(
        "the element type is '\(type.2)\(type.3)', but expected bool, u1…u8, i1…i8, f4 or f8")
    }
    return ElementFormat(kind: kind, bytes: bytes, isBigEndian: type.1 == ">")
  }

  private static let malformed = MalformedData("the npy header is damaged")
}
