/// The few different kernels that the weights of a convolution are drawn from.
///
/// A kernel is what a filter multiplies one channel with: its weight at tap t in bit t, 1 = +1.
public struct KernelCodebook: Hashable, Sendable {
  /// More are not looked at: for kernels of nine taps a table of them takes more LUTs than their
  /// indices save memory.
  public static let mostKernels = 64

  public let taps: Int
  /// Ascending.
  public let kernels: [UInt64]

  /// Nil for kernels of one tap, of more than 64, and where there are too many different ones.
  ///
  /// - Parameter weights: one row per filter, columns in the order (tap, channel).
  init?(of weights: BitMatrix, taps: Int) {
    guard (2...64).contains(taps) else { return nil }
    var kernels: Set<UInt64> = []
    for row in 0..<weights.rows {
      for channel in 0..<weights.columns / taps {
        kernels.insert(weights.kernel(row: row, channel: channel, taps: taps))
        if kernels.count > Self.mostKernels { return nil }
      }
    }
    self.taps = taps
    self.kernels = kernels.sorted()
  }
}

extension BitMatrix {
  /// The weights of a filter for one channel, of columns in the order (tap, channel).
  public func kernel(row: Int, channel: Int, taps: Int) -> UInt64 {
    let channels = columns / taps
    return (0..<taps).reduce(0) { kernel, tap in
      self[row, tap * channels + channel] ? kernel | 1 << UInt64(tap) : kernel
    }
  }
}
