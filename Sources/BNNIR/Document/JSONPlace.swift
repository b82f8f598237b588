/// A JSON value together with where it stands.
public struct JSONPlace: Sendable {
  public let node: JSONNode
  public let path: JSONPath
  public let document: JSONDocument

  public var anchor: Anchor { document.anchor(node.offset, path) }

  public func string(into sink: inout DiagnosticSink) -> String? {
    if case .string(let text) = node.value { return text }
    sink.report(.wrongKind(node.value, wanted: "a string", at: anchor))
    return nil
  }

  /// A whole number within a range, written without a point or an exponent.
  public func integer(in range: ClosedRange<Int>, into sink: inout DiagnosticSink) -> Int? {
    guard case .number(let lexeme) = node.value else {
      sink.report(.wrongKind(node.value, wanted: "a whole number", at: anchor))
      return nil
    }
    if let number = Int(lexeme), range.contains(number) { return number }
    sink.report(.notInteger(lexeme, in: range, at: anchor))
    return nil
  }

  /// A finite real number.
  public func real(into sink: inout DiagnosticSink) -> Double? {
    guard case .number(let lexeme) = node.value else {
      sink.report(.wrongKind(node.value, wanted: "a number", at: anchor))
      return nil
    }
    if let number = Double(lexeme), number.isFinite { return number }
    sink.report(.notReal(lexeme, at: anchor))
    return nil
  }

  public func boolean(into sink: inout DiagnosticSink) -> Bool? {
    if case .bool(let value) = node.value { return value }
    sink.report(.wrongKind(node.value, wanted: "true or false", at: anchor))
    return nil
  }

  public func array(into sink: inout DiagnosticSink) -> [JSONPlace]? {
    guard case .array(let nodes) = node.value else {
      sink.report(.wrongKind(node.value, wanted: "an array", at: anchor))
      return nil
    }
    return nodes.enumerated().map {
      JSONPlace(node: $0.element, path: path[$0.offset], document: document)
    }
  }

  /// One of a closed set of names; `advice` may know what else was meant.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    of _: Choice.Type, advice: (String) -> String? = { _ in nil }, into sink: inout DiagnosticSink
  ) -> Choice? where Choice.RawValue == String {
    guard let text = string(into: &sink) else { return nil }
    if let choice = Choice.allCases.first(where: { $0.rawValue.hasSameBytes(as: text) }) {
      return choice
    }
    let choices = Choice.allCases.map(\.rawValue)
    sink.report(.unknownChoice(text, of: choices, at: anchor, advice: advice(text)))
    return nil
  }

  /// A name that can stand in Verilog: a letter, then letters, digits and underscores.
  public func identifier(into sink: inout DiagnosticSink) -> String? {
    guard let text = string(into: &sink) else { return nil }
    guard Identifier.isValid(text) else {
      sink.report(.badName(text, at: anchor))
      return nil
    }
    return text
  }
}

extension Diagnostic {
  /// For a value of another kind of JSON than its key takes; used by object readers, too.
  static func wrongKind(_ value: JSONValue, wanted: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic("key.kind", at: anchor, "found \(value.kindName), but expected \(wanted)")
  }

  fileprivate static func notInteger(
    _ lexeme: String, in range: ClosedRange<Int>, at anchor: Anchor
  ) -> Diagnostic {
    let meant = Double(lexeme).flatMap(Int.init(exactly:))
    return Diagnostic(
      "value.range", at: anchor,
      "\(UserText.shown(lexeme)) is not a whole number from \(range.lowerBound) to "
        + "\(range.upperBound)",
      hint: meant.flatMap { range.contains($0) ? "write it as \($0)" : nil })
  }

  fileprivate static func notReal(_ lexeme: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.range", at: anchor, "\(UserText.shown(lexeme)) is too large for a 64-bit float")
  }

  fileprivate static func unknownChoice(
    _ text: String, of choices: [String], at anchor: Anchor, advice: String?
  ) -> Diagnostic {
    Diagnostic(
      "value.choice", at: anchor,
      "\(UserText.quoted(text)) is unknown here, but expected \(Spelling.list(choices))",
      hint: advice ?? Spelling.nearest(to: text, among: choices).map { "did you mean '\($0)'?" })
  }

  fileprivate static func badName(_ text: String, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.name", at: anchor,
      "\(UserText.quoted(text)) is not a name: expected a letter, then letters, digits and "
        + "underscores, \(Identifier.maximumLength) at most")
  }
}
