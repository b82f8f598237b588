public import BNNIR
public import Foundation

/// An ONNX graph as a network document.
///
/// Dialects: plain ONNX, QONNX (Brevitas, qonnx, hls4ml) and FINN-ONNX. What cannot be built
/// exactly is refused by node, all problems together.
public struct ONNXImport: Sendable {
  /// The network document.
  public let document: [UInt8]
  public let report: ImportReport
  /// What the document's description says of every import.
  public static let description = "Imported from ONNX by bnn-hw"
  let graph: ONNXGraph
  let streamlined: Streamliner.Result
  let file: String

  /// - Parameters:
  ///   - file: as messages name the model.
  ///   - directory: where external data lie; nil if there can be none.
  public init(
    _ bytes: [UInt8], file: String, directory: URL?, options: ImportOptions
  ) throws(DiagnosticError) {
    graph = try ONNXReader.read(bytes, file: file, directory: directory)
    streamlined = try Streamliner.run(graph, file: file, options: options)
    report = streamlined.report
    self.file = file
    let base = options.name ?? Self.name(ofFile: file)
    document = DocumentWriter.document(
      of: streamlined.network, name: base, description: Self.description,
      output: streamlined.output.layer)
  }

  /// The file's name without what Verilog does not take.
  private static func name(ofFile file: String) -> String {
    let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
    let isWord = { (scalar: UnicodeScalar) in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }
    let words = stem.unicodeScalars.split { !isWord($0) }.map { String($0) }
    let name = words.joined(separator: "_")
    let start = name.first?.isLetter == true ? name : "net_\(name)"
    return String(start.prefix(64))
  }
}
