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
    return try TypeChecker.check(NetworkReader.read(Array(data), file: name))
  }

  /// What tells a manifest from other JSON, and one version from another.
  private struct Kind: Decodable {
    let format: String
    let version: Int
  }

  private func check(_ name: String) throws(DiagnosticError) {
    if let problem = problem { throw DiagnosticError(.damaged(name, problem)) }
    let paths = manifest.files.map(\.path) + [manifest.network]
    let missing = paths.filter { path in
      let file = url.appending(path: path)
      return !FileManager.default.isReadableFile(atPath: file.path(percentEncoded: false))
    }
    if !missing.isEmpty {
      throw DiagnosticError(.missingFiles(missing, url.path(percentEncoded: false)))
    }
  }

  /// What must hold for the values to be used in arithmetic, Verilog text and paths.
  private var problem: String? {
    let names = [manifest.top] + manifest.streams.map(\.name)
    if let name = names.first(where: { $0.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil }) {
      return "'\(name)' is not an identifier"
    }
    let paths = manifest.files.map(\.path) + [manifest.network]
    if let path = paths.first(where: { !Self.isInside($0) }) {
      return "'\(path)' is not a path inside the directory"
    }
    let ports = [("input", manifest.input), ("output", manifest.output)]
    if let (name, _) = ports.first(where: { !$0.1.isConsistent }) {
      return "the sizes of '\(name)' do not fit together"
    }
    if let stream = manifest.streams.first(where: { !$0.isConsistent }) {
      return "the sizes of stream '\(stream.name)' do not fit together"
    }
    let cycles = [manifest.cyclesPerFrame, manifest.latencyCycles, manifest.clockHertz]
    return cycles.allSatisfy { 1...1 << 48 ~= $0 } ? nil : "a number of cycles is out of range"
  }

  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." }
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

extension Manifest.Port {
  fileprivate var isConsistent: Bool {
    let sizes = [dataBits, lanes, laneBits, elementBits, elementsPerVector, vectorsPerFrame]
    return sizes.allSatisfy { 1...1 << 24 ~= $0 } && laneBits <= 32 && elementBits <= laneBits
      && dataBits % 8 == 0 && lanes * laneBits <= dataBits
      && beatsPerFrame == (elementsPerVector + lanes - 1) / lanes * vectorsPerFrame
  }
}

extension Manifest.Stream {
  fileprivate var isConsistent: Bool {
    let sizes = [elementBits, lanes, elementsPerVector, vectorsPerFrame]
    return sizes.allSatisfy { 1...1 << 24 ~= $0 } && elementBits <= 32
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

  fileprivate static func missingFiles(_ files: [String], _ path: String) -> Diagnostic {
    Diagnostic(
      "manifest.files", file: path, "missing or not readable: \(files.joined(separator: ", "))",
      hint: "generate the directory again")
  }
}
