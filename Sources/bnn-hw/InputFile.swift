import BNNIR
import Foundation

/// Files that the user names.
enum InputFile {
  static func bytes(of path: String) throws(DiagnosticError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      let reason =
        FileManager.default.fileExists(atPath: path)
        ? "cannot be read" : "there is no such file"
      throw DiagnosticError(Diagnostic("file.read", file: path, reason))
    }
  }

  /// Reads and checks a network document.
  static func network(
    _ path: String
  ) throws(DiagnosticError) -> (graph: Graph, document: [UInt8]) {
    let bytes = try bytes(of: path)
    return (try TypeChecker.check(try NetworkReader.read(bytes, file: path)), bytes)
  }
}
