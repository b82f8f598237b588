internal import BNNIR
internal import Foundation

/// Data of tensors that stand in files beside the model.
///
/// Only regular files inside the model's directory are read, and nothing more of them than the size
/// of the tensor asks for: a model is not to be trusted with paths.
struct ExternalData {
  /// Nil if there can be no such files.
  let directory: URL?

  /// Exactly `count` bytes from where the entries `location`, `offset` and `length` say.
  func bytes(
    _ entries: [Bnnhw_Onnx_Entry], count: Int
  ) throws(TensorFailure) -> Data {
    let values = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    guard let location = values["location"] else { throw .external("has no key 'location'") }
    let offset = try Self.size(values["offset"] ?? "0", key: "offset")
    if let length = try values["length"].map({ text throws(TensorFailure) in
      try Self.size(text, key: "length")
    }) {
      guard length == count else { throw .lengthMismatch(length, expected: count) }
    }
    return try read(try file(location), location, from: offset, count: count)
  }

  private static func size(_ text: String, key: String) throws(TensorFailure) -> Int {
    guard let size = Int(text), size >= 0 else {
      throw .external("key '\(key)' is \(UserText.quoted(text)), but expected a size in bytes")
    }
    return size
  }

  /// The file at a relative path that does not leave the directory, not by symbolic links either.
  private func file(_ location: String) throws(TensorFailure) -> URL {
    guard let directory else {
      throw .external("data is in \(UserText.quoted(location)), but the model is no file")
    }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0 != ".." && !$0.contains("\0") }
    guard isPlain else { throw .outside(location) }
    let root = directory.resolvingSymlinksInPath().standardizedFileURL.pathComponents
    let file = directory.appending(path: location).resolvingSymlinksInPath().standardizedFileURL
    guard file.pathComponents.starts(with: root), file.pathComponents.count > root.count else {
      throw .outside(location)
    }
    return file
  }

  private func read(
    _ file: URL, _ location: String, from offset: Int, count: Int
  ) throws(TensorFailure) -> Data {
    let path = file.path(percentEncoded: false)
    guard
      let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let size = (attributes[.size] as? NSNumber)?.intValue
    else { throw .external("there is no file \(UserText.quoted(location))") }
    guard offset <= size, count <= size - offset else {
      throw .tooShort(location, size, offset: offset, count: count)
    }
    guard
      let handle = try? FileHandle(forReadingFrom: file),
      (try? handle.seek(toOffset: UInt64(offset))) != nil,
      let data = count == 0 ? Data() : try? handle.read(upToCount: count), data.count == count
    else { throw .external("the file \(UserText.quoted(location)) cannot be read") }
    return data
  }
}

extension TensorFailure {
  fileprivate static func external(_ reason: String) -> TensorFailure {
    TensorFailure("onnx.external-data", "external data: \(reason)")
  }

  fileprivate static func outside(_ location: String) -> TensorFailure {
    external(
      "location is \(UserText.quoted(location)), but expected a path inside the model's directory")
  }

  fileprivate static func lengthMismatch(_ length: Int, expected: Int) -> TensorFailure {
    external("length is \(length), but expected \(expected) bytes for the tensor's size")
  }

  fileprivate static func tooShort(
    _ location: String, _ size: Int, offset: Int, count: Int
  ) -> TensorFailure {
    external(
      "the file \(UserText.quoted(location)) has \(UserText.counted(size, "byte")), but expected "
        + "\(UserText.counted(count, "byte")) from byte \(offset)")
  }
}
