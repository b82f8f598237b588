internal import BNNIR

extension Diagnostic {
  /// A problem of one node: `model.onnx: node 'conv1' (Conv): …`.
  init(
    _ id: String, _ node: ONNXNode, in file: String, _ message: String, hint: String? = nil
  ) {
    let operation = node.domain.isEmpty ? node.operation : "\(node.domain).\(node.operation)"
    self.init(
      id, file: file,
      "node \(UserText.quoted(node.name)) (\(UserText.shown(operation))): \(message)", hint: hint)
  }
}
