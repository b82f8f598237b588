import Foundation

/// The numbers 0…11 as three frames of 2 × 2 in every format. The compressed ones were made with
/// NumPy and Python's gzip module; `npzDeflated` also holds labels 2, 0, 1 as `y`.
enum Sample {
  static let bare: [UInt8] = Array(0..<12)
  static let idx: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2] + bare
  static let npy = npy(type: "|u1", shape: "(3, 2, 2)", data: bare)

  static let idxGzip = decoded("H4sIAAAAAAACA2Ng4GBmYGAAYSYwZmRiZmFlY+fg5OIGAGNEb8YcAAAA")

  /// Its header promises 60 000 images of 28 × 28.
  static let shortGzip = decoded("H4sIAAAAAAACA2Ng4GBmYHiVwMDAIAPFo2AUjIJhDgDXjyaq+AMAAA==")

  static let npzDeflated = decoded(
    """
    UEsDBC0AAAAIAAAAIQCaCbEc//////////8FABQAeC5ucHkBABAAjAAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ6S
    WpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6CkZApKmjUKtAHuBiYGRiZmFlY+fg5OIG
    AFBLAwQtAAAACAAAACEAihrOE///////////BQAUAHkubnB5AQAQAJgAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2e
    klqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuJgZUwAilAVBLAQItAy0A
    AAAIAAAAIQCaCbEcVAAAAIwAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQCKGs4TSgAAAJgA
    AAAFAAAAAAAAAAAAAACAAYsAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAAMAQAAAAA=
    """)

  /// `frames` in f4, and `other`, five zeros in f8.
  static let npzStored = decoded(
    """
    UEsDBC0AAAAAAAAAIQAi8zQl//////////8KABQAZnJhbWVzLm5weQEAEACwAAAAAAAAALAAAAAAAAAAk05VTVBZAQB2
    AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIsIDIpLCB9ICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEAAAEBAAACA
    QAAAoEAAAMBAAADgQAAAAEEAABBBAAAgQQAAMEFQSwMELQAAAAAAAAAhAFvxBnP//////////wkAFABvdGhlci5ucHkB
    ABAAqAAAAAAAAACoAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2Us
    ICdzaGFwZSc6ICg1LCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFBLAQItAy0AAAAAAAAAIQAi8zQl
    sAAAALAAAAAKAAAAAAAAAAAAAACAAQAAAABmcmFtZXMubnB5UEsBAi0DLQAAAAAAAAAhAFvxBnOoAAAAqAAAAAkAAAAA
    AAAAAAAAAIAB7AAAAG90aGVyLm5weVBLBQYAAAAAAgACAG8AAADPAQAAAAA=
    """)

  /// An npy file from its parts.
  static func npy(
    type: String, shape: String, data: [UInt8], version: UInt8 = 1, order: String = "False"
  ) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
    let length = UInt32(text.utf8.count)
    let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * $0) & 0xff) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes + Array(text.utf8) + data
  }

  private static func decoded(_ text: String) -> [UInt8] {
    Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
  }
}

/// Runs a body with the path of a new file that is removed afterwards.
func withFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
  let file = FileManager.default.temporaryDirectory.appending(
    path: "bnn-hw \(UUID().uuidString) data-file")
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return try body(file.path(percentEncoded: false))
}
