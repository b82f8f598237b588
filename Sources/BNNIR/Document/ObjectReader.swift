/// Reads the members of one JSON object by key, reporting every problem and every key left over.
///
/// Each getter returns nil after it reported what was wrong, so a decoder asks for all its keys
/// first and gives up last. Call `finish` when all known keys were asked for.
public struct ObjectReader {
  let document: JSONDocument
  let path: JSONPath
  public let anchor: Anchor
  private let jsonMembers: [JSONMember]
  private var known: [String] = []
  /// Keys of the document that were reported as misspelt.
  private var misspelt: [String] = []

  /// Reports and returns nil if the node is not an object.
  public init?(
    _ node: JSONNode, at path: JSONPath, in document: JSONDocument, into sink: inout DiagnosticSink
  ) {
    self.document = document
    self.path = path
    self.anchor = document.anchor(node.offset, path)
    guard case .object(let members) = node.value else {
      sink.report(.wrongKind(node.value, wanted: "an object", at: anchor))
      return nil
    }
    jsonMembers = members
  }

  /// The value under a key, as a typed place to read from; nil if the key is absent.
  public mutating func optional(_ key: String) -> JSONPlace? {
    known.append(key)
    return jsonMembers.first { $0.key.hasSameBytes(as: key) }.map {
      JSONPlace(node: $0.node, path: path[key], document: document)
    }
  }

  /// Like `optional`, but reports a missing key, or the misspelt one that stands in its place.
  public mutating func required(
    _ key: String, _ meaning: String, into sink: inout DiagnosticSink
  ) -> JSONPlace? {
    if let place = optional(key) { return place }
    if let member = misspelling(of: key) {
      misspelt.append(member.key)
      let place = document.anchor(member.keyOffset, path[member.key])
      sink.report(.misspeltKey(member.key, wanted: key, at: place))
    } else {
      sink.report(.missingKey(key, meaning, at: anchor))
    }
    return nil
  }

  /// Looked for in objects of a sane size only.
  private func misspelling(of key: String) -> JSONMember? {
    guard jsonMembers.count <= 32 else { return nil }
    return jsonMembers.first {
      Spelling.nearest(to: $0.key, among: [key]) != nil && !known.contains($0.key)
        && !misspelt.contains($0.key)
    }
  }

  /// All members in the order of the document, for objects whose keys are names.
  public var members: [(key: String, keyAnchor: Anchor, value: JSONPlace)] {
    jsonMembers.map { member in
      let place = JSONPlace(node: member.node, path: path[member.key], document: document)
      return (member.key, document.anchor(member.keyOffset, path[member.key]), place)
    }
  }

  /// Reports the keys that nobody asked for.
  public func finish(into sink: inout DiagnosticSink) {
    for member in jsonMembers {
      if (known + misspelt).contains(where: member.key.hasSameBytes) { continue }
      let place = document.anchor(member.keyOffset, path[member.key])
      sink.report(.unknownKey(member.key, known: known, at: place))
    }
  }
}

extension String {
  /// Equality of the bytes, in linear time. `==` compares normal forms, which takes quadratic time
  /// on hostile text.
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}

extension Diagnostic {
  fileprivate static func missingKey(
    _ key: String, _ meaning: String, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic("key.missing", at: anchor, "key '\(key)' is missing", hint: "'\(key)' is \(meaning)")
  }

  fileprivate static func misspeltKey(
    _ key: String, wanted: String, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "key.unknown", at: anchor,
      "key \(UserText.quoted(key)) is unknown here, but expected '\(wanted)', which is missing",
      hint: "did you mean '\(wanted)'?")
  }

  fileprivate static func unknownKey(
    _ key: String, known: [String], at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "key.unknown", at: anchor,
      "key \(UserText.quoted(key)) is unknown here, but expected \(Spelling.list(known))",
      hint: Spelling.nearest(to: key, among: known).map { "did you mean '\($0)'?" })
  }
}
