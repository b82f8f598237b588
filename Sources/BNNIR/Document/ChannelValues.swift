/// A value per channel as documents write it: one for all, or an array.
struct ChannelValues<Value: Sendable>: Sendable {
  private let values: [Value]
  private let isArray: Bool
  private let anchor: Anchor?

  /// The same value for every channel, because the document does not give the key.
  init(every value: Value) {
    values = [value]
    isArray = false
    anchor = nil
  }

  /// One value for each channel, in an array that stands at a place.
  init(_ values: [Value], at anchor: Anchor) {
    self.values = values
    isArray = true
    self.anchor = anchor
  }

  /// Reads one value or an array of them.
  init?(
    _ place: JSONPlace, into sink: inout DiagnosticSink,
    reading: (JSONPlace, inout DiagnosticSink) -> Value?
  ) {
    anchor = place.anchor
    guard case .array(let nodes) = place.node.value else {
      guard let value = reading(place, &sink) else { return nil }
      values = [value]
      isArray = false
      return
    }
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      let item = JSONPlace(node: node, path: place.path[index], document: place.document)
      if let value = reading(item, &sink) { values.append(value) }
    }
    if values.count < nodes.count { return nil }
    self.values = values
    isArray = true
  }

  /// One value for each of `count` channels; reports an array of another length.
  func resolve(channels count: Int, into sink: inout DiagnosticSink) -> [Value]? {
    if !isArray { return Array(repeating: values[0], count: count) }
    if values.count == count { return values }
    sink.report(.wrongCount(values.count, channels: count, at: anchor))
    return nil
  }
}

extension Diagnostic {
  fileprivate static func wrongCount(
    _ count: Int, channels: Int, at anchor: Anchor?
  ) -> Diagnostic {
    Diagnostic(
      "shape.channels", at: anchor,
      "the array has \(UserText.counted(count, "value")), but the input has "
        + UserText.counted(channels, "channel"),
      hint: "give one value for each channel, or a single number for all")
  }
}
