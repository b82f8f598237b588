import BNNIR
import Foundation

/// A file that the user named, `FILE` or `FILE.npz:array`, and what is in it, by its content.
struct DataFile {
  enum Content {
    case array(NumericArray)
    case archive([ArchivedArray])
    /// Nothing known: bytes.
    case raw([UInt8])
  }

  /// The name as given, for messages.
  let name: String
  /// The array that the name chooses in an archive.
  let chosen: String?
  let content: Content

  init(_ name: String) throws(DiagnosticError) {
    self.name = name
    let (path, chosen) = Self.split(name)
    self.chosen = chosen
    let bytes = try Self.bytes(of: path)
    self.content = try Self.reporting(name) { () throws(MalformedData) in
      try Self.content(of: bytes)
    }
    if let chosen {
      guard case .archive = content else { throw DiagnosticError(.notAnArchive(path, chosen)) }
    }
  }

  /// Turns what is wrong with the data into a problem of the file.
  static func reporting<Value>(
    _ name: String, _ body: () throws(MalformedData) -> Value
  ) throws(DiagnosticError) -> Value {
    do {
      return try body()
    } catch {
      throw DiagnosticError(Diagnostic("data.malformed", file: name, error.reason))
    }
  }

  /// A colon separates the array's name, unless a file has the whole name.
  private static func split(_ name: String) -> (path: String, array: String?) {
    guard !FileManager.default.fileExists(atPath: name), let colon = name.lastIndex(of: ":") else {
      return (name, nil)
    }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }

  private static func bytes(of path: String) throws(DiagnosticError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe))
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw DiagnosticError(
        Diagnostic(
          "file.read", file: path, exists ? "cannot be read" : "there is no such file"))
    }
  }

  private static func content(of bytes: [UInt8]) throws(MalformedData) -> Content {
    if bytes.starts(with: [0x1f, 0x8b]) {
      let stream = try ByteStream(bytes, .gzip)
      let magic = try stream.read(4)
      guard let array = try array(magic, stream) else {
        throw MalformedData("the compressed file holds neither an idx nor an npy array")
      }
      return .array(array)
    }
    if bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
      return .archive(try ArchivedArray.all(in: ZipArchive(bytes)))
    }
    let stream = try ByteStream(bytes, .stored)
    guard bytes.count >= 4, let array = try array(stream.read(4), stream) else {
      return .raw(bytes)
    }
    return .array(array)
  }

  /// The array whose header starts with four bytes that were read already; nil for other formats.
  private static func array(
    _ magic: [UInt8], _ stream: ByteStream
  ) throws(MalformedData) -> NumericArray? {
    if let header = try IdxFormat.header(magic, stream) {
      return try NumericArray(header, from: stream)
    }
    if let header = try NpyFormat.header(magic, stream) {
      return try NumericArray(header, from: stream)
    }
    return nil
  }
}

extension DataFile {
  /// The member that the user chose, or that `preferred` names or `isSuitable` leaves alone.
  func member(
    of archive: [ArchivedArray], preferred: [String], role: String,
    isSuitable: (ArrayHeader) -> Bool
  ) throws(DiagnosticError) -> ArchivedArray {
    let names = archive.map(\.name)
    if let chosen {
      guard let member = archive.first(where: { $0.name == chosen }) else {
        throw DiagnosticError(.unknownArray(chosen, names, name))
      }
      return member
    }
    for candidate in preferred {
      if let member = archive.first(where: { $0.name == candidate }) { return member }
    }
    let suitable = archive.filter { isSuitable($0.header) }
    guard let only = suitable.first, suitable.count == 1 else {
      throw DiagnosticError(.unclearArray(role, names, name))
    }
    return only
  }
}

extension Diagnostic {
  fileprivate static func notAnArchive(_ path: String, _ array: String) -> Diagnostic {
    Diagnostic(
      "data.array", file: path, "array '\(array)' was asked for, but the file is no npz archive")
  }

  fileprivate static func unknownArray(
    _ array: String, _ names: [String], _ file: String
  ) -> Diagnostic {
    Diagnostic(
      "data.array", file: file,
      "there is no array '\(array)', but \(Spelling.list(names))",
      hint: Spelling.nearest(to: array, among: names).map { "did you mean '\($0)'?" })
  }

  fileprivate static func unclearArray(
    _ role: String, _ names: [String], _ file: String
  ) -> Diagnostic {
    Diagnostic(
      "data.array", file: file,
      "it is not clear which of \(Spelling.list(names)) holds the \(role)",
      hint: "name the array: \(file):\(names.first ?? "name")")
  }
}
