/// Gathers the windows of ±1 feature maps into rows of packed bits, columns in the order
/// (ky, kx, channel), for one product with a weight matrix.
struct WindowBits {
  let geometry: WindowGeometry
  let shape: TensorShape
  /// The channels to gather: all, or those of a group.
  let channels: Range<Int>
  /// The bit of a pixel outside the map, by its place in the padded map.
  let padding: @Sendable (_ y: Int, _ x: Int) -> Bool

  /// One row per window: frame by frame, y, then x.
  func rows(of bits: BitMatrix, frames: Int) -> BitMatrix {
    let size = geometry.outputSize(for: shape)
    var result = BitMatrix(
      rows: frames * size.y * size.x, columns: geometry.taps * channels.count)
    var row = 0
    for frame in 0..<frames {
      for y in 0..<size.y {
        for x in 0..<size.x {
          gather(.init(y: y, x: x), frame, bits, into: &result, row)
          row += 1
        }
      }
    }
    return result
  }

  private func gather(
    _ window: WindowGeometry.Pair, _ frame: Int, _ bits: BitMatrix, into result: inout BitMatrix,
    _ row: Int
  ) {
    if gatherWholeWords(window, frame, bits, into: &result, row) { return }
    var column = 0
    for ky in 0..<geometry.kernel.y {
      for kx in 0..<geometry.kernel.x {
        let tap = WindowGeometry.Pair(y: ky, x: kx)
        if let (y, x) = geometry.source(of: window, tap: tap, in: shape) {
          let source = (frame * shape.height + y) * shape.width + x
          result.copy(channels, ofRow: source, of: bits, toRow: row, column: column)
        } else if padding(
          window.y * geometry.stride.y + ky * geometry.dilation.y,
          window.x * geometry.stride.x + kx * geometry.dilation.x)
        {
          result.setOnes(channels.count, row: row, column: column)
        }
        column += channels.count
      }
    }
  }

  /// Copies kernel rows as runs of words where no padding is met and pixels fill their words.
  private func gatherWholeWords(
    _ window: WindowGeometry.Pair, _ frame: Int, _ bits: BitMatrix, into result: inout BitMatrix,
    _ row: Int
  ) -> Bool {
    guard channels.count == shape.channels, shape.channels % 64 == 0,
      let start = geometry.unpaddedStart(of: window, in: shape)
    else { return false }
    let run = geometry.kernel.x * bits.wordsPerRow
    for ky in 0..<geometry.kernel.y {
      let pixel =
        (frame * shape.height + start.y + ky * geometry.dilation.y) * shape.width + start.x
      result.copyWords(run, from: bits, at: pixel * bits.wordsPerRow, toRow: row, word: ky * run)
    }
    return true
  }
}
