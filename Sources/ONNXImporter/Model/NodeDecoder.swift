internal import BNNIR
internal import Foundation

/// Decodes the nodes of one file.
struct NodeDecoder {
  let file: String
  var tensors: TensorDecoder

  mutating func decode(
    _ node: Bnnhw_Onnx_Node, index: Int, into sink: inout DiagnosticSink
  ) -> ONNXNode {
    let bare = ONNXNode(
      name: node.name.isEmpty ? "#\(index)" : node.name, operation: node.opType,
      domain: node.domain == "ai.onnx" ? "" : node.domain, inputs: node.input,
      outputs: node.output, attributes: [:])
    if node.opType.isEmpty { sink.report(.nameless(bare, in: file)) }
    var attributes: [String: ONNXNode.Attribute] = [:]
    for attribute in node.attribute {
      if attributes[attribute.name] != nil {
        sink.report(.repeated(attribute.name, bare, in: file))
        continue
      }
      attributes[attribute.name] = value(of: attribute, bare, into: &sink)
    }
    return ONNXNode(
      name: bare.name, operation: bare.operation, domain: bare.domain, inputs: bare.inputs,
      outputs: bare.outputs, attributes: attributes)
  }

  /// The value of a Constant node; nil, with a diagnostic, if it has none that is read.
  func constant(_ node: ONNXNode, into sink: inout DiagnosticSink) -> RealTensor? {
    if let value = node.constantValue { return value }
    // A tensor that is unread was reported where it was decoded.
    if node.attributes["value"] != .unread { sink.report(.noNumber(node, in: file)) }
    return nil
  }

  private mutating func value(
    of attribute: Bnnhw_Onnx_Attribute, _ node: ONNXNode, into sink: inout DiagnosticSink
  ) -> ONNXNode.Attribute {
    switch Self.kind(of: attribute) {
    case 1: return .real(Double(attribute.f))
    case 2: return .integer(Int(attribute.i))
    case 3: return .text(String(decoding: attribute.s, as: UTF8.self))
    case 4: return tensor(attribute, node, into: &sink)
    case 6: return .reals(attribute.floats.map { Double($0) })
    case 7: return .integers(attribute.ints.map { Int($0) })
    case 8: return .texts(attribute.strings.map { String(decoding: $0, as: UTF8.self) })
    default: return .unread
    }
  }

  /// The attribute's type by ONNX's code; files of the first versions have none but the field.
  private static func kind(of attribute: Bnnhw_Onnx_Attribute) -> Int {
    if attribute.type != 0 { return Int(attribute.type) }
    let isSet = [
      attribute.hasF, attribute.hasI, attribute.hasS, attribute.hasT, attribute.hasG,
      !attribute.floats.isEmpty, !attribute.ints.isEmpty, !attribute.strings.isEmpty,
    ]
    return (isSet.firstIndex(of: true) ?? -1) + 1
  }

  private mutating func tensor(
    _ attribute: Bnnhw_Onnx_Attribute, _ node: ONNXNode, into sink: inout DiagnosticSink
  ) -> ONNXNode.Attribute {
    do {
      return .tensor(try tensors.decode(attribute.t))
    } catch {
      sink.report(error.diagnostic(node, attribute: attribute.name, in: file))
      return .unread
    }
  }
}

extension Diagnostic {
  fileprivate static func nameless(_ node: ONNXNode, in file: String) -> Diagnostic {
    Diagnostic("onnx.graph", node, in: file, "the node has no operator")
  }

  fileprivate static func repeated(
    _ name: String, _ node: ONNXNode, in file: String
  ) -> Diagnostic {
    Diagnostic(
      "onnx.duplicate", node, in: file, "attribute \(UserText.quoted(name)) is given twice")
  }

  fileprivate static func noNumber(_ node: ONNXNode, in file: String) -> Diagnostic {
    Diagnostic("onnx.construct", node, in: file, "the constant is no tensor of numbers")
  }
}
