public import BNNIR
public import Foundation

/// Puts a design on disk, whole or not at all.
///
/// Everything is written into a temporary directory beside the target, which then takes the
/// target's name. A directory that another program made, or whose files were changed since, is not
/// replaced.
public enum DesignWriter {
  public static func write(_ design: Design, to target: URL) throws(DiagnosticError) {
    let manager = FileManager.default
    if let reason = reasonToKeep(target) {
      throw DiagnosticError(.notOurs(target.path, reason))
    }
    let parent = target.deletingLastPathComponent()
    let temporary = parent.appending(
      path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
    do {
      try? manager.removeItem(at: temporary)
      try manager.createDirectory(at: temporary, withIntermediateDirectories: true)
      defer { try? manager.removeItem(at: temporary) }
      for file in design.files {
        let url = temporary.appending(path: file.path)
        try manager.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.contents).write(to: url)
      }
      try design.manifest.encoded().write(to: temporary.appending(path: Manifest.fileName))
      try? manager.removeItem(at: target)
      try manager.moveItem(at: temporary, to: target)
    } catch {
      throw DiagnosticError(.cannotWrite(target.path, error.localizedDescription))
    }
  }

  /// Why an existing target must not be replaced; nil if it is absent, empty, or as we wrote it.
  private static func reasonToKeep(_ target: URL) -> String? {
    let manager = FileManager.default
    var isDirectory: ObjCBool = false
    guard manager.fileExists(atPath: target.path, isDirectory: &isDirectory) else { return nil }
    guard isDirectory.boolValue else { return "it is a file" }
    let paths = (manager.subpaths(atPath: target.path) ?? []).filter { path in
      var isDirectory: ObjCBool = false
      let exists = manager.fileExists(
        atPath: target.appending(path: path).path, isDirectory: &isDirectory)
      return exists && !isDirectory.boolValue
    }
    if paths.isEmpty { return nil }
    let manifestData = try? Data(contentsOf: target.appending(path: Manifest.fileName))
    guard let manifestData,
      let manifest = try? JSONDecoder().decode(Written.self, from: manifestData),
      manifest.format == Manifest.currentFormat
    else { return "it holds files that bnn-hw did not write" }
    let expected = Dictionary(
      manifest.files.map { ($0.path, $0.checksum) }, uniquingKeysWith: { first, _ in first })
    for path in paths.sorted() where path != Manifest.fileName {
      guard let checksum = expected[path] else {
        return "bnn-hw did not write '\(path)' in it"
      }
      let data = try? Data(contentsOf: target.appending(path: path))
      if Checksum.hex(of: Array(data ?? Data())) != checksum {
        return "'\(path)' in it was changed after bnn-hw wrote it"
      }
    }
    return nil
  }
}

/// What any version's manifest says of the files that it lists.
private struct Written: Decodable {
  let format: String
  let files: [Manifest.File]
}

extension Diagnostic {
  fileprivate static func notOurs(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      "output.exists", file: path, "not replaced: \(reason)",
      hint: "name another directory with -o, or remove this one")
  }

  fileprivate static func cannotWrite(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("output.write", file: path, "cannot be written: \(reason)")
  }
}
