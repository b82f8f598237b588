/// Layers that multiply the windows of a map with a matrix, a row for each filter; columns in the
/// order (ky, kx, channel of the group).
public protocol Convolution: LayerSemantics {
  var geometry: WindowGeometry { get }
  var paddingValue: PaddingValue { get }
  /// Filter n reads the channels of its own group only, `channels / groups` of them.
  var groups: Int { get }
  var rows: Int { get }
  var columns: Int { get }

  /// The sum of some weights of a filter.
  func sum(ofRow row: Int, _ columns: Range<Int>) -> Int
}

extension Convolution {
  public func outputShape(for shape: TensorShape) -> TensorShape {
    let size = geometry.outputSize(for: shape)
    return TensorShape(height: size.y, width: size.x, channels: rows)
  }

  /// For each filter the sum of the weights that meet padding in a window; nil if none does.
  public func paddingSums(
    at window: WindowGeometry.Pair, in shape: TensorShape
  ) -> [Int]? {
    let taps = paddedTaps(at: window, in: shape)
    return taps.isEmpty ? nil : paddingSums(of: taps)
  }

  /// Those taps of a window that meet padding.
  func paddedTaps(at window: WindowGeometry.Pair, in shape: TensorShape) -> [Int] {
    (0..<geometry.taps).filter {
      let tap = WindowGeometry.Pair(y: $0 / geometry.kernel.x, x: $0 % geometry.kernel.x)
      return geometry.source(of: window, tap: tap, in: shape) == nil
    }
  }

  /// For each filter the sum of the weights of some taps.
  func paddingSums(of taps: [Int]) -> [Int] {
    let channels = columns / geometry.taps
    return (0..<rows).map { filter in
      taps.reduce(0) { sum, tap in
        sum + self.sum(ofRow: filter, tap * channels..<(tap + 1) * channels)
      }
    }
  }

  /// The sums of all windows, filters innermost, from those of each group: of its channels with its
  /// rows.
  func groupedSums(
    channels: Int, _ sums: (_ channels: Range<Int>, _ rows: Range<Int>) -> [Int32]
  ) -> [Int32] {
    if groups == 1 { return sums(0..<channels, 0..<rows) }
    let (count, filters) = (channels / groups, rows / groups)
    var result: [Int32] = []
    for group in 0..<groups {
      let part = sums(
        group * count..<(group + 1) * count, group * filters..<(group + 1) * filters)
      if result.isEmpty { result = [Int32](repeating: 0, count: part.count * groups) }
      for index in part.indices {
        let (window, filter) = index.quotientAndRemainder(dividingBy: filters)
        result[window * rows + group * filters + filter] = part[index]
      }
    }
    return result
  }
}
