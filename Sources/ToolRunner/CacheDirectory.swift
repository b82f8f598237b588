public import Foundation

/// Results that cost minutes, kept under the hash of all that they depend on.
///
/// An entry is a file `<root>/<kind>/<hash>`. It appears by renaming a whole file, so it is never
/// half-written, and two processes that make the same one do no harm. Deleting the folder is safe.
public struct CacheDirectory: Hashable, Sendable {
  /// An absolute path: tools run in other directories.
  public let root: URL

  public init(root: URL) {
    self.root = root.absoluteURL
  }

  /// `$BNN_HW_CACHE`, else `$XDG_CACHE_HOME/bnn-hw`, else `~/.cache/bnn-hw`.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let path = value("BNN_HW_CACHE") {
      self.init(root: URL(filePath: path, directoryHint: .isDirectory))
    } else if let path = value("XDG_CACHE_HOME"), path.hasPrefix("/") {
      self.init(root: URL(filePath: path, directoryHint: .isDirectory).appending(path: "bnn-hw"))
    } else {
      let home = URL(filePath: value("HOME") ?? NSHomeDirectory(), directoryHint: .isDirectory)
      self.init(root: home.appending(path: ".cache/bnn-hw"))
    }
  }

  /// Where an entry is, or would be.
  public func location(of kind: String, _ hash: ContentHash) -> URL {
    root.appending(path: kind).appending(path: hash.hex)
  }

  /// The entry's bytes; nil where there is none.
  public func data(of kind: String, _ hash: ContentHash) -> Data? {
    try? Data(contentsOf: location(of: kind, hash))
  }

  /// The entry as a value; nil where there is none or it does not decode.
  public func value<Value: Decodable>(
    of kind: String, _ hash: ContentHash, as type: Value.Type = Value.self
  ) -> Value? {
    data(of: kind, hash).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }

  public func store(
    _ value: some Encodable, as kind: String, _ hash: ContentHash
  ) throws(ToolError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("bnn-hw bug: a cache entry does not encode")
    }
    try store(data, as: kind, hash)
  }

  public func store(_ data: Data, as kind: String, _ hash: ContentHash) throws(ToolError) {
    try store(as: kind, hash) { try data.write(to: $0) }
  }

  /// Stores the bytes and the mode of a file.
  public func store(copyOf file: URL, as kind: String, _ hash: ContentHash) throws(ToolError) {
    try store(as: kind, hash) { try FileManager.default.copyItem(at: file, to: $0) }
  }

  private func store(
    as kind: String, _ hash: ContentHash, write: (URL) throws -> Void
  ) throws(ToolError) {
    let scratch = try makeScratchDirectory()
    defer { try? FileManager.default.removeItem(at: scratch) }
    let entry = scratch.appending(path: "entry")
    let target = location(of: kind, hash)
    do {
      try write(entry)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw .unwritable(target.path(percentEncoded: false), error)
    }
    if rename(entry.path(percentEncoded: false), target.path(percentEncoded: false)) != 0 {
      throw .unwritable(
        path: target.path(percentEncoded: false), reason: String(cString: strerror(errno)))
    }
  }

  /// Throws if nothing can be stored: better before minutes of work than after.
  public func checkWritable() throws(ToolError) {
    let directory = try makeScratchDirectory()
    try? FileManager.default.removeItem(at: directory)
  }

  /// A new empty directory on the cache's file system; its maker removes it.
  public func makeScratchDirectory() throws(ToolError) -> URL {
    let directory = root.appending(path: "scratch").appending(path: UUID().uuidString)
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(
        path: directory.path(percentEncoded: false),
        reason: "\(ToolError.reason(of: error)); BNN_HW_CACHE can name another place")
    }
    return directory
  }
}
