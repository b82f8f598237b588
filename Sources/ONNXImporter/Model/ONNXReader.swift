internal import BNNIR
internal import Foundation
internal import SwiftProtobuf

/// Reads ONNX files.
enum ONNXReader {
  static let maximumNodes = 100_000
  /// The first version of ONNX's operators with the meanings that the importer knows.
  private static let firstOperatorSet = 7
  /// The last one whose meanings are known: ONNX 1.23 has it.
  private static let lastOperatorSet = 28

  /// - Parameters:
  ///   - file: as messages name the model.
  ///   - directory: where external data lie; nil if there can be none.
  static func read(
    _ bytes: [UInt8], file: String, directory: URL?
  ) throws(DiagnosticError) -> ONNXGraph {
    let model = try decode(bytes, file: file)
    guard model.hasGraph else { throw DiagnosticError(.noGraph(in: file)) }
    guard model.graph.node.count <= maximumNodes else {
      throw DiagnosticError(.tooManyNodes(model.graph.node.count, in: file))
    }
    var sink = DiagnosticSink()
    let operatorSets = operatorSets(of: model, file: file, into: &sink)
    checkConstructs(of: model, file: file, into: &sink)
    var decoder = GraphDecoder(model.graph, file: file, directory: directory)
    let graph = decoder.decode(operatorSets: operatorSets, into: &sink)
    try sink.throwIfErrors()
    return graph
  }

  private static func decode(
    _ bytes: [UInt8], file: String
  ) throws(DiagnosticError) -> Bnnhw_Onnx_Model {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = 32
    do {
      return try Bnnhw_Onnx_Model(serializedBytes: bytes, options: options)
    } catch BinaryDecodingError.truncated {
      throw DiagnosticError(.truncated(in: file))
    } catch {
      throw DiagnosticError(.noProtobuf(in: file))
    }
  }

  /// The versions by domain. "ai.onnx" is another name for "", ONNX itself.
  private static func operatorSets(
    of model: Bnnhw_Onnx_Model, file: String, into sink: inout DiagnosticSink
  ) -> [String: Int] {
    var versions: [String: Int] = [:]
    for set in model.opsetImport {
      let domain = set.domain == "ai.onnx" ? "" : set.domain
      versions[domain] = max(Int(set.version), versions[domain] ?? Int.min)
    }
    if let version = versions[""] {
      if version < firstOperatorSet { sink.report(.oldOperators(version, in: file)) }
      if version > lastOperatorSet { sink.report(.newOperators(version, in: file)) }
    } else {
      sink.report(.noOperatorSet(in: file))
    }
    return versions
  }

  private static func checkConstructs(
    of model: Bnnhw_Onnx_Model, file: String, into sink: inout DiagnosticSink
  ) {
    for function in model.functions { sink.report(.function(function.name, in: file)) }
    for sparse in model.graph.sparseInitializer {
      sink.report(.sparse(sparse.values.name, in: file))
    }
  }
}

extension Diagnostic {
  fileprivate static func truncated(in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.protobuf", file: file, "the file ends inside a value: it is cut off, or no ONNX model",
      hint: "copy or export the file again")
  }

  fileprivate static func noProtobuf(in file: String) -> Diagnostic {
    Diagnostic("onnx.protobuf", file: file, "the file is no protobuf, but expected an ONNX model")
  }

  fileprivate static func noGraph(in file: String) -> Diagnostic {
    Diagnostic("onnx.graph", file: file, "the file has no graph, but expected an ONNX model")
  }

  fileprivate static func tooManyNodes(_ count: Int, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.graph", file: file,
      "the graph has \(count) nodes, but expected at most \(ONNXReader.maximumNodes)")
  }

  fileprivate static func newOperators(_ version: Int, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.opset", file: file,
      "operator set is \(version), but expected at most 28, the last one that is known",
      hint: "convert the model with onnx.version_converter")
  }

  fileprivate static func oldOperators(_ version: Int, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.opset", file: file, "operator set is \(version), but expected 9 or later",
      hint: "convert the model with onnx.version_converter")
  }

  fileprivate static func noOperatorSet(in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.opset", file: file,
      "no version of ONNX's operators is given, but expected operator set 9 or later")
  }

  fileprivate static func function(_ name: String, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.construct", file: file, "the model defines the function \(UserText.quoted(name))",
      hint: "inline functions with onnx.inliner.inline_local_functions")
  }

  fileprivate static func sparse(_ name: String, in file: String) -> Diagnostic {
    Diagnostic(
      "onnx.construct", file: file, "initializer \(UserText.quoted(name)) is sparse",
      hint: "export it as a dense tensor")
  }
}
