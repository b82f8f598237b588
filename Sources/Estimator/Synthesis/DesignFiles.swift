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

  init(
    reading directory: URL, _ manifest: Manifest, structure: Structure
  ) throws(DiagnosticError) {
    let verilog = manifest.sources(of: structure, withModels: false)
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

  /// The library files of a module and of all that it instantiates: `bnn_… #(` at a line's start.
  func sources(of module: String) -> [String] {
    var needed: Set<String> = []
    var open = [module]
    while let module = open.popLast() {
      guard let path = library.first(where: { $0.split(separator: "/").last == "\(module).sv" }),
        needed.insert(path).inserted
      else { continue }
      let text = String(decoding: self[path], as: UTF8.self)
      open += text.matches(of: /(?m)^\s*(bnn_\w+) #\(/).map { String($0.output.1) }
    }
    return library.filter(needed.contains)
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
