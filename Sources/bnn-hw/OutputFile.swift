import BNNIR
import Foundation

/// Small files that a command writes, each whole or not at all.
enum OutputFile {
  static func write(_ bytes: [UInt8], to url: URL) throws(DiagnosticError) {
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw DiagnosticError(.cannotWrite(url, error))
    }
  }

  static func makeDirectory(_ url: URL) throws(DiagnosticError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticError(.cannotWrite(url, error))
    }
  }

  /// Sorted keys, so that the same value gives the same bytes.
  static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("bnn-hw bug: a value does not encode as JSON")
    }
    return Array(data) + Array("\n".utf8)
  }
}

extension Diagnostic {
  fileprivate static func cannotWrite(_ url: URL, _ error: any Error) -> Diagnostic {
    Diagnostic(
      "file.write", file: url.path(percentEncoded: false),
      "cannot be written: \(error.localizedDescription)")
  }
}
