import BNNIR
import Foundation
import ONNXImporter

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

  /// Reads and checks a network: a document, or an ONNX file that becomes one.
  static func network(
    _ path: String, _ arguments: ImportArguments
  ) throws(DiagnosticError) -> (graph: Graph, document: [UInt8]) {
    let document: [UInt8]
    if isONNX(path) {
      document = try onnx(path, arguments.options).document
    } else if arguments.areUsed {
      throw DiagnosticError(
        Diagnostic(
          "import.options", file: path,
          "an option is for ONNX files, but this is a network document",
          hint: "leave it out, or name a file that ends in .onnx"))
    } else {
      document = try bytes(of: path)
    }
    return (try TypeChecker.check(try NetworkReader.read(document, file: path)), document)
  }

  static func isONNX(_ path: String) -> Bool {
    URL(filePath: path).pathExtension.lowercased() == "onnx"
  }

  /// Imports an ONNX file, with external data from its directory.
  static func onnx(
    _ path: String, _ options: ImportOptions
  ) throws(DiagnosticError) -> ONNXImport {
    try ONNXImport(
      try bytes(of: path), file: path,
      directory: URL(filePath: path).deletingLastPathComponent(), options: options)
  }
}
