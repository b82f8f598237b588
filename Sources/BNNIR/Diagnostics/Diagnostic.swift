/// One problem of the user's input: what is wrong, where, what was expected, and what to do.
///
/// Rendered as `file:line:column: error[id] at $.path: message` and, if there is one, a second line
/// `  hint: …`.
public struct Diagnostic: Error, Equatable, Sendable {
  /// Stable name of the kind of problem, such as `shape.mismatch`; listed in docs/diagnostics.md.
  public let id: String
  public let location: SourceLocation?
  public let path: JSONPath?
  /// Lower case, the actual before the expected.
  public let message: String
  public let hint: String?

  public init(
    _ id: String, at anchor: Anchor?, _ message: String, hint: String? = nil
  ) {
    self.id = id
    self.location = anchor?.location
    self.path = anchor?.path
    self.message = message
    self.hint = hint
  }

  /// A problem that has a position but no place in a document's tree, such as a syntax error.
  public init(
    _ id: String, at location: SourceLocation?, _ message: String, hint: String? = nil
  ) {
    self.id = id
    self.location = location
    self.path = nil
    self.message = message
    self.hint = hint
  }

  /// A problem of a whole file or argument, shown with the name alone.
  public init(_ id: String, file: String, _ message: String, hint: String? = nil) {
    self.id = id
    self.location = nil
    self.path = nil
    self.message = "\(file): \(message)"
    self.hint = hint
  }
}

extension Diagnostic: CustomStringConvertible {
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    let inside = path.map { " at \($0)" } ?? ""
    let advice = hint.map { "\n  hint: \($0)" } ?? ""
    return "\(place)error[\(id)]\(inside): \(message)\(advice)"
  }
}
