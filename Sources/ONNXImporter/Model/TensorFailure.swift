internal import BNNIR

/// Why a tensor of the file is no `RealTensor`.
struct TensorFailure: Error, Equatable {
  /// The diagnostic's id.
  let id: String
  let reason: String
  let hint: String?

  init(_ id: String, _ reason: String, hint: String? = nil) {
    self.id = id
    self.reason = reason
    self.hint = hint
  }

  func diagnostic(_ node: ONNXNode, attribute: String, in file: String) -> Diagnostic {
    Diagnostic(
      id, node, in: file, "attribute \(UserText.quoted(attribute)): \(reason)", hint: hint)
  }

  func diagnostic(initializer: String, in file: String) -> Diagnostic {
    Diagnostic(
      id, file: file, "initializer \(UserText.quoted(initializer)): \(reason)", hint: hint)
  }
}
