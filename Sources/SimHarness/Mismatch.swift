/// A place where the circuit and the golden model differ.
public struct Mismatch: Hashable, Sendable {
  public enum Difference: Hashable, Sendable {
    /// An element has another value.
    case value(y: Int, x: Int, channel: Int, expected: Int, got: Int)
    /// A lane past a vector's last element is not zero.
    case padding(beat: Int, lane: Int, got: Int)
    /// TLAST is missing, or marks a beat that is not the frame's last.
    case last(beat: Int, expected: Bool)
    /// Beats of the whole run.
    case beatCount(expected: Int, got: Int)
  }

  /// The layer whose values the stream carries.
  public let layer: String
  /// A stream of the manifest, or `m_axis`.
  public let stream: String
  public let frame: Int
  public let difference: Difference
}

extension Mismatch: CustomStringConvertible {
  public var description: String {
    "frame \(frame), layer '\(layer)', stream '\(stream)', \(difference)"
  }
}

extension Mismatch.Difference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .value(let y, let x, let channel, let expected, let got):
      "pixel (\(y), \(x)), channel \(channel): got \(got), expected \(expected)"
    case .padding(let beat, let lane, let got):
      "beat \(beat): got \(got) in the unused lane \(lane), expected 0"
    case .last(let beat, let expected):
      expected
        ? "beat \(beat): TLAST is missing on the frame's last beat"
        : "beat \(beat): TLAST before the frame's last beat"
    case .beatCount(let expected, let got):
      "\(got) beats, expected \(expected)"
    }
  }
}
