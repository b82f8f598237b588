internal import BNNIR
internal import Foundation
internal import HDLGen

/// The texts of a generated directory that synthesis reads, by path relative to the directory.
struct DesignFiles: Sendable {
  /// The Verilog files of the RTL library, in the order of the manifest.
  let library: [String]
  /// The Verilog file of the top module.
  let top: String
  private let texts: [String: [UInt8]]

  init(reading directory: URL, _ manifest: Manifest) throws(DiagnosticError) {
    let verilog = manifest.files.map(\.path).filter { $0.hasSuffix(".sv") }
    let isTop = { (path: String) in path.split(separator: "/").last == "\(manifest.top).sv" }
    guard let top = verilog.first(where: isTop) else {
      throw DiagnosticError(.noTop(manifest.top))
    }
    self.top = top
    self.library = verilog.filter { !isTop($0) }
    let memories = manifest.units.flatMap(\.memories).map(\.file)
    var texts: [String: [UInt8]] = [:]
    for path in verilog + memories {
      guard let data = try? Data(contentsOf: directory.appending(path: path)) else {
        throw DiagnosticError(.unreadable(path))
      }
      texts[path] = [UInt8](data)
    }
    self.texts = texts
  }

  /// The bytes of a file that the manifest names.
  subscript(path: String) -> [UInt8] {
    guard let text = texts[path] else {
      preconditionFailure("bnn-hw bug: '\(path)' was not read")
    }
    return text
  }
}

extension Diagnostic {
  fileprivate static func noTop(_ top: String) -> Diagnostic {
    Diagnostic(
      "directory.top", file: Manifest.fileName, "'files' has no '\(top).sv', the top module's file")
  }

  fileprivate static func unreadable(_ path: String) -> Diagnostic {
    Diagnostic(
      "directory.file", file: path, "the manifest names this file, but it cannot be read",
      hint: "generate the directory again")
  }
}
