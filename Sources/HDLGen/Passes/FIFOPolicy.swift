/// What FIFOs between units are for.
public enum FIFOPolicy: String, CaseIterable, Codable, Sendable {
  /// As many words as the highest speed of these foldings needs, and no more.
  case throughput
  /// Only the words without which the network would come to a halt.
  case memory

  var other: FIFOPolicy {
    switch self {
    case .throughput: .memory
    case .memory: .throughput
    }
  }
}
