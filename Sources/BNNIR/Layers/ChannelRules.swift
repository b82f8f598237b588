/// Thresholds and senses as documents write them for `threshold` and `gated_add`: a rule per
/// channel.
struct ChannelRules: Sendable {
  private let bounds: ChannelValues<Int>
  private let senses: ChannelValues<Threshold.Sense>

  init?(from reader: inout ObjectReader, into sink: inout DiagnosticSink) {
    let bounds = reader.required("thresholds", "one integer per channel", into: &sink).flatMap {
      ChannelValues($0, into: &sink) { place, sink in
        place.integer(in: Threshold.boundRange, into: &sink)
      }
    }
    let senses = Threshold.Sense.perChannel(from: &reader, into: &sink)
    guard let bounds, let senses else { return nil }
    self.bounds = bounds
    self.senses = senses
  }

  /// One rule for each of `count` channels; reports arrays of another length.
  func resolve(channels count: Int, into sink: inout DiagnosticSink) -> [Threshold.Rule]? {
    let bounds = bounds.resolve(channels: count, into: &sink)
    let senses = senses.resolve(channels: count, into: &sink)
    guard let bounds, let senses else { return nil }
    return zip(bounds, senses).map { $1.rule($0) }
  }
}

extension Threshold {
  /// What a document may ask for: every sum, and one more.
  static let boundRange = -(1 << 31)...(1 << 31)

  enum Sense: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="

    func rule(_ bound: Int) -> Rule {
      switch self {
      case .atLeast: .atLeast(bound)
      case .atMost: .atMost(bound)
      }
    }

    /// Reads `sense`, `>=` for all if it is absent; nil if it was wrong and reported.
    static func perChannel(
      from reader: inout ObjectReader, into sink: inout DiagnosticSink
    ) -> ChannelValues<Sense>? {
      guard let place = reader.optional("sense") else { return ChannelValues(every: .atLeast) }
      return ChannelValues(place, into: &sink) { place, sink in
        place.choice(of: Sense.self, into: &sink)
      }
    }
  }
}
