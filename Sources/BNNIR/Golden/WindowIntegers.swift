/// Gathers the windows of maps of integers into rows, columns in the order (ky, kx, channel).
struct WindowIntegers {
  let geometry: WindowGeometry
  let shape: TensorShape
  /// The value of a pixel outside the map, by its place in the padded map.
  let padding: @Sendable (_ y: Int, _ x: Int) -> Int32

  /// One row per window: frame by frame, y, then x; of some of the channels.
  func rows(of integers: [Int32], frames: Int, channels: Range<Int>) -> [Int32] {
    let size = geometry.outputSize(for: shape)
    var rows: [Int32] = []
    rows.reserveCapacity(frames * size.y * size.x * geometry.taps * channels.count)
    for frame in 0..<frames {
      for index in 0..<size.y * size.x {
        let window = WindowGeometry.Pair(y: index / size.x, x: index % size.x)
        if channels.count == shape.channels,
          let start = geometry.unpaddedStart(of: window, in: shape)
        {
          for ky in 0..<geometry.kernel.y {
            let y = frame * shape.height + start.y + ky * geometry.dilation.y
            let first = (y * shape.width + start.x) * shape.channels
            rows.append(
              contentsOf: integers[first..<first + geometry.kernel.x * shape.channels])
          }
        } else {
          appendTaps(of: window, frame, integers, channels, to: &rows)
        }
      }
    }
    return rows
  }

  private func appendTaps(
    of window: WindowGeometry.Pair, _ frame: Int, _ integers: [Int32], _ channels: Range<Int>,
    to rows: inout [Int32]
  ) {
    for ky in 0..<geometry.kernel.y {
      for kx in 0..<geometry.kernel.x {
        let source = geometry.source(of: window, tap: .init(y: ky, x: kx), in: shape)
        if let source {
          let pixel = (frame * shape.height + source.y) * shape.width + source.x
          let start = pixel * shape.channels
          rows.append(
            contentsOf: integers[start + channels.lowerBound..<start + channels.upperBound])
        } else {
          let value = padding(
            window.y * geometry.stride.y + ky * geometry.dilation.y,
            window.x * geometry.stride.x + kx * geometry.dilation.x)
          rows.append(contentsOf: repeatElement(value, count: channels.count))
        }
      }
    }
  }
}
