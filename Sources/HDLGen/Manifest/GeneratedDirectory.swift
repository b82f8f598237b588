public import BNNIR
public import Foundation

/// A directory that `generate` wrote: its manifest, checked, and the network it was made from.
public struct GeneratedDirectory: Sendable {
  public let url: URL
  public let manifest: Manifest

  /// Reads `manifest.json` and checks that it is of this version and that all its files are there.
  ///
  /// Edited files are accepted: an experiment on the Verilog is a use of a generated directory.
  public init(opening url: URL) throws(DiagnosticError) {
    let file = url.appending(path: Manifest.fileName)
    let name = file.path(percentEncoded: false)
    guard let data = try? Data(contentsOf: file) else {
      throw DiagnosticError(.noManifest(url.path(percentEncoded: false)))
    }
    let kind = try? JSONDecoder().decode(Kind.self, from: data)
    guard let kind, kind.format == Manifest.currentFormat else {
      throw DiagnosticError(.notAManifest(name))
    }
    guard kind.version == Manifest.currentVersion else {
      throw DiagnosticError(.otherVersion(kind.version, name))
    }
    do {
      self.manifest = try JSONDecoder().decode(Manifest.self, from: data)
    } catch {
      throw DiagnosticError(.damaged(name, Self.reason(for: error)))
    }
    self.url = url
    try check(name)
  }

  /// The network document that the directory was generated from, as a typed graph.
  public func graph() throws(DiagnosticError) -> Graph {
    let file = url.appending(path: manifest.network)
    let name = file.path(percentEncoded: false)
    guard let data = try? Data(contentsOf: file) else {
      throw DiagnosticError(.missingFiles([manifest.network], url.path(percentEncoded: false)))
    }
    let graph = try TypeChecker.check(NetworkReader.read(Array(data), file: name))
    guard graph.name == manifest.name else {
      throw DiagnosticError(.otherNetwork(graph.name, manifest.name, name))
    }
    return graph
  }

  /// What tells a manifest from other JSON, and one version from another.
  private struct Kind: Decodable {
    let format: String
    let version: Int
  }

  private func check(_ name: String) throws(DiagnosticError) {
    if let problem = manifest.problem { throw DiagnosticError(.damaged(name, problem)) }
    let paths = manifest.files.map(\.path).filter { $0 != manifest.network } + [manifest.network]
    let missing = paths.filter { path in
      let file = url.appending(path: path)
      return !FileManager.default.isReadableFile(atPath: file.path(percentEncoded: false))
    }
    if !missing.isEmpty {
      throw DiagnosticError(.missingFiles(missing, url.path(percentEncoded: false)))
    }
  }

  private static func reason(for error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "key '\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the value of '\(context.codingPath.last?.stringValue ?? "")' is of the wrong kind"
    default: "it is not as bnn-hw writes it"
    }
  }
}

extension Diagnostic {
  fileprivate static func noManifest(_ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.missing", file: path, "there is no \(Manifest.fileName), or it cannot be read",
      hint: "name a directory that 'bnn-hw generate' wrote")
  }

  fileprivate static func notAManifest(_ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.format", file: path,
      "is no manifest of a generated directory (format '\(Manifest.currentFormat)')")
  }

  fileprivate static func otherVersion(_ version: Int, _ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.version", file: path,
      "version is \(version), but this program reads version \(Manifest.currentVersion)",
      hint: "generate the directory again")
  }

  fileprivate static func damaged(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("manifest.damaged", file: path, reason, hint: "generate the directory again")
  }

  fileprivate static func otherNetwork(
    _ name: String, _ expected: String, _ path: String
  ) -> Diagnostic {
    Diagnostic(
      "manifest.network", file: path, "is network '\(name)', but the circuit is of '\(expected)'",
      hint: "generate the directory again")
  }

  fileprivate static func missingFiles(_ files: [String], _ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.files", file: path, "missing or not readable: \(files.joined(separator: ", "))",
      hint: "generate the directory again")
  }
}
