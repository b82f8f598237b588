import BNNIR
import Foundation
import HDLGen

/// Finds the directory that `generate` wrote when the user names none.
enum GeneratedDirectories {
  static func open(_ path: String?) throws(DiagnosticError) -> GeneratedDirectory {
    let found = if let path { path } else { try find() }
    return try GeneratedDirectory(opening: URL(filePath: found))
  }

  /// Here, or the only one in `build`, where `generate` writes unless told otherwise.
  private static func find() throws(DiagnosticError) -> String {
    if isGenerated(".") { return "." }
    let children = (try? FileManager.default.contentsOfDirectory(atPath: "build")) ?? []
    let found = children.sorted().map { "build/\($0)" }.filter(isGenerated)
    if found.count == 1 { return found[0] }
    throw DiagnosticError(found.isEmpty ? .noDirectory : .severalDirectories(found))
  }

  private static func isGenerated(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(Manifest.fileName)")
  }
}

extension Diagnostic {
  fileprivate static var noDirectory: Diagnostic {
    Diagnostic(
      "directory.none", file: "build", "no generated directory here",
      hint: "run 'bnn-hw generate net.json' first, or name the directory")
  }

  fileprivate static func severalDirectories(_ paths: [String]) -> Diagnostic {
    Diagnostic(
      "directory.several", file: "build", "there are several generated directories",
      hint: "name one of \(Spelling.list(paths))")
  }
}
