/// The number of thresholds that an integer reaches: activations of several bits.
public struct MultiThreshold: LayerSemantics {
  /// For each channel its rules, as many for all: the result counts those that hold. Those of one
  /// channel have one sense.
  public let rules: [[Threshold.Rule]]

  public init(rules: [[Threshold.Rule]]) {
    self.rules = rules
  }

  public func outputType(for inputs: [TensorType]) -> TensorType {
    guard case .integer(let range) = inputs[0].element else {
      preconditionFailure("bnn-hw bug: multi_threshold of a type that check refuses")
    }
    // Counts of one sense rise or fall with the integer, so its ends are enough.
    let ends = Set(rules).flatMap { rules in
      [range.lowerBound, range.upperBound].map { Self.count(rules, $0) }
    }
    let counts = ends.reduce(ends[0]...ends[0]) {
      min($0.lowerBound, $1)...max($0.upperBound, $1)
    }
    return TensorType(shape: inputs[0].shape, element: .integer(counts))
  }

  public func evaluate(_ inputs: [Tensor]) -> Tensor {
    let channels = rules.count
    let values = inputs[0].integers.enumerated().map { index, value in
      Int32(Self.count(rules[index % channels], Int(value)))
    }
    return Tensor(shape: inputs[0].shape, frames: inputs[0].frames, values: .integers(values))
  }

  private static func count(_ rules: [Threshold.Rule], _ value: Int) -> Int {
    rules.count { $0.holds(for: value) }
  }
}

struct MultiThresholdDeclaration: LayerDeclaration {
  static let inputCount = 1
  /// Levels of an activation of eight bits.
  private static let maximumThresholds = 255

  /// One list for all channels, or one for each.
  private let lists: ChannelValues<[Int]>
  private let senses: ChannelValues<Threshold.Sense>

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let lists = reader.required("thresholds", "a list, or one list per channel", into: &sink)
      .flatMap { Self.lists($0, into: &sink) }
    let senses = Threshold.Sense.perChannel(from: &reader, into: &sink)
    guard let lists, let senses else { return nil }
    self.lists = lists
    self.senses = senses
  }

  private static func lists(
    _ place: JSONPlace, into sink: inout DiagnosticSink
  ) -> ChannelValues<[Int]>? {
    guard let items = place.array(into: &sink) else { return nil }
    guard case .array = items.first?.node.value else {
      return list(place, into: &sink).map { ChannelValues(every: $0) }
    }
    let lists = items.compactMap { list($0, into: &sink) }
    guard lists.count == items.count else { return nil }
    for (list, item) in zip(lists, items) where list.count != lists[0].count {
      sink.report(.unequalLists(list.count, lists[0].count, at: item.anchor))
      return nil
    }
    return ChannelValues(lists, at: place.anchor)
  }

  private static func list(_ place: JSONPlace, into sink: inout DiagnosticSink) -> [Int]? {
    guard let items = place.array(into: &sink) else { return nil }
    guard 1...maximumThresholds ~= items.count else {
      sink.report(.listLength(items.count, at: place.anchor))
      return nil
    }
    let bounds = items.compactMap { $0.integer(in: Threshold.boundRange, into: &sink) }
    guard bounds.count == items.count else { return nil }
    for (index, item) in items.enumerated().dropFirst() where bounds[index] < bounds[index - 1] {
      sink.report(.descending(bounds[index], after: bounds[index - 1], at: item.anchor))
      return nil
    }
    return bounds
  }

  func check(
    _ inputs: [TensorType], at anchor: Anchor, into sink: inout DiagnosticSink
  ) -> Layer? {
    guard case .integer = inputs[0].element else {
      sink.report(
        .wrongElement(
          inputs[0].element, wanted: "integers", of: .multiThreshold, at: anchor,
          hint: "a bit has two levels already"))
      return nil
    }
    let channels = inputs[0].shape.channels
    let lists = lists.resolve(channels: channels, into: &sink)
    let senses = senses.resolve(channels: channels, into: &sink)
    guard let lists, let senses else { return nil }
    return .multiThreshold(MultiThreshold(rules: Self.rules(lists, senses)))
  }

  /// Channels with the same list and sense share their rules' memory: the document may have written
  /// the list once.
  private static func rules(
    _ lists: [[Int]], _ senses: [Threshold.Sense]
  ) -> [[Threshold.Rule]] {
    var last: [Threshold.Sense: (list: [Int], rules: [Threshold.Rule])] = [:]
    return zip(lists, senses).map { list, sense in
      if let known = last[sense], known.list == list { return known.rules }
      let rules = list.map(sense.rule)
      last[sense] = (list, rules)
      return rules
    }
  }
}

extension Diagnostic {
  fileprivate static func listLength(_ count: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.levels", at: anchor,
      "the list has \(UserText.counted(count, "threshold")), but expected 1 to 255")
  }

  fileprivate static func unequalLists(
    _ count: Int, _ first: Int, at anchor: Anchor
  ) -> Diagnostic {
    Diagnostic(
      "value.levels", at: anchor,
      "the list has \(UserText.counted(count, "threshold")), but that of the first channel has "
        + "\(first)",
      hint: "a threshold past every sum counts nothing; repeat one for a level that is skipped")
  }

  fileprivate static func descending(_ bound: Int, after: Int, at anchor: Anchor) -> Diagnostic {
    Diagnostic(
      "value.levels", at: anchor,
      "\(bound) follows \(after), but expected thresholds that do not descend",
      hint: "sort them; where more means less, give 'sense' \"<=\"")
  }
}
