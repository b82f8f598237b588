import BNNIR

@testable import DataFiles

/// A layer's exact values as both implementations give them: bits as ±1, the reals of `batch_norm`
/// by their sign.
struct LayerValues: Equatable, Sendable {
  /// Frames, height, width, channels.
  let shape: [Int]
  /// In the order of the shape, channels innermost.
  let elements: [Int]

  init(_ array: ArchivedArray) throws {
    shape = array.header.shape
    elements = try array.read().integers()
  }

  init(_ tensor: Tensor) {
    let channels = tensor.shape.channels
    shape = [tensor.frames, tensor.shape.height, tensor.shape.width, channels]
    elements =
      switch tensor.values {
      case .bits(let bits):
        (0..<bits.rows).flatMap { row in (0..<channels).map { bits[row, $0] ? 1 : -1 } }
      case .integers(let integers): integers.map { Int($0) }
      case .normalized(let integers, let norm):
        integers.enumerated().map { norm.sign(of: Int($1), channel: $0 % channels) }
      }
  }

  /// The first difference to what is expected, in words; nil if there is none.
  func difference(from expected: LayerValues) -> String? {
    guard shape == expected.shape else { return "shape \(shape), but NumPy has \(expected.shape)" }
    let first = zip(elements, expected.elements).enumerated().first { $1.0 != $1.1 }
    guard let (index, (actual, wanted)) = first else { return nil }
    let (pixel, channel) = index.quotientAndRemainder(dividingBy: shape[3])
    let (row, x) = pixel.quotientAndRemainder(dividingBy: shape[2])
    let (frame, y) = row.quotientAndRemainder(dividingBy: shape[1])
    let place = "frame \(frame), y \(y), x \(x), channel \(channel)"
    return "\(actual) at \(place), but NumPy has \(wanted)"
  }
}
