/// Height × width × channels of one frame; channels are innermost, then x, then y.
///
/// A plain vector of N elements is one pixel of N channels: 1 × 1 × N.
public struct TensorShape: Hashable, Sendable, CustomStringConvertible {
  public let height: Int
  public let width: Int
  public let channels: Int

  public init(height: Int, width: Int, channels: Int) {
    precondition(height > 0 && width > 0 && channels > 0, "bnn-hw bug: an empty shape")
    self.height = height
    self.width = width
    self.channels = channels
  }

  public init(vector count: Int) {
    self.init(height: 1, width: 1, channels: count)
  }

  public var pixels: Int { height * width }
  public var elements: Int { pixels * channels }

  public var description: String {
    pixels == 1 ? "\(channels)" : "\(height)×\(width)×\(channels)"
  }
}
