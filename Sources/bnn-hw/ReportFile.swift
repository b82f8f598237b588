import BNNIR
import Foundation
import HDLGen
import Report
import ToolRunner

/// A file that a report goes to: a new one, or one that holds nothing but an earlier report.
///
/// Devices, pipes and what a dangling link names are written to as they are; any other file is
/// replaced when the report is whole, behind its symbolic links.
struct ReportFile {
  private enum Target {
    case file(URL)
    /// Written to from its beginning.
    case stream(URL)
  }

  let path: String
  private let target: Target

  /// Refuses directories and files that `bnn-hw report` did not write.
  init(_ path: String) throws(DiagnosticError) {
    self.path = path
    var status = stat()
    if stat(path, &status) != 0 {
      let isLink = lstat(path, &status) == 0
      target = isLink ? .stream(URL(filePath: path)) : .file(URL(filePath: path))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw DiagnosticError(.isDirectory(path))
    case S_IFREG:
      target = .file(URL(filePath: path).resolvingSymlinksInPath())
      let old = try? Data(contentsOf: URL(filePath: path))
      guard let old, old.isEmpty || Self.isReport(old) else {
        throw DiagnosticError(.notAReport(path))
      }
    default: target = .stream(URL(filePath: path))
    }
  }

  /// `report.html` here, but beside a generated directory rather than in it.
  static var usualPath: String {
    FileManager.default.fileExists(atPath: Manifest.fileName) ? "../report.html" : "report.html"
  }

  func write(_ text: String) throws(DiagnosticError) {
    let data = Data((text.hasSuffix("\n") ? text : text + "\n").utf8)
    do {
      switch target {
      case .file(let url): try data.write(to: url, options: .atomic)
      case .stream(let url):
        let descriptor = open(url.path(percentEncoded: false), O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: data)
      }
    } catch {
      throw DiagnosticError(.cannotWrite(path, error))
    }
  }

  /// Whether a file is the page, the Markdown or the JSON of a report.
  private static func isReport(_ data: Data) -> Bool {
    let start = String(decoding: data.prefix(400), as: UTF8.self)
    if start.hasPrefix(ReportDocument.markdownMark) { return true }
    if start.hasPrefix("<!DOCTYPE html>") {
      return start.contains("content=\"bnn-hw report\"")
    }
    let kind = try? JSONDecoder().decode(Kind.self, from: data)
    return kind?.format == ReportDocument.formatName
  }

  private struct Kind: Decodable {
    let format: String
  }
}

extension Diagnostic {
  fileprivate static func isDirectory(_ path: String) -> Diagnostic {
    Diagnostic(
      "output.exists", file: path, "is a directory, but a report is one file",
      hint: "name a file in it with -o")
  }

  fileprivate static func notAReport(_ path: String) -> Diagnostic {
    Diagnostic(
      "output.exists", file: path, "not replaced: bnn-hw report did not write it",
      hint: "name another file with -o, or remove this one")
  }

  fileprivate static func cannotWrite(_ path: String, _ error: any Error) -> Diagnostic {
    Diagnostic(
      "output.write", file: path, "cannot be written: \(ToolError.reason(of: error))")
  }
}
