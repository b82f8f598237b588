internal import BNNIR
internal import Foundation

/// A frame as a picture: grey or RGB, row by row, brightness 0 to 255.
struct Picture: Hashable, Sendable {
  let height: Int
  let width: Int
  /// Red, green and blue of every pixel.
  let samples: [UInt8]

  /// Pictures of all frames, their darkest and brightest samples stretched to black and white; nil
  /// for frames that have neither one channel nor three.
  static func all(of batch: PixelBatch, _ input: InputLayer) -> [Picture?] {
    guard let size = Size(input.shape) else { return Array(repeating: nil, count: batch.frames) }
    let values = batch.bytes.map {
      input.pixels == .int8 ? Int(Int8(bitPattern: $0)) : Int($0)
    }
    let low = values.min() ?? 0
    let span = max((values.max() ?? 0) - low, 1)
    let count = input.shape.elements
    return (0..<batch.frames).map { frame in
      let levels = values[frame * count..<(frame + 1) * count].map {
        UInt8(($0 - low) * 255 / span)
      }
      return Picture(
        height: size.height, width: size.width,
        samples: size.channels == 3 ? levels : levels.flatMap { [$0, $0, $0] })
    }
  }

  /// How the elements of a frame lie in a picture.
  private struct Size {
    let height: Int
    let width: Int
    let channels: Int

    /// A vector whose length is a square is taken for a flattened grey picture.
    init?(_ shape: TensorShape) {
      let side = Int(Double(shape.channels).squareRoot())
      if shape.pixels == 1, side * side == shape.channels, side > 1 {
        (height, width, channels) = (side, side, 1)
      } else if shape.pixels > 1, shape.channels == 1 || shape.channels == 3 {
        (height, width, channels) = (shape.height, shape.width, shape.channels)
      } else {
        return nil
      }
    }
  }

  /// A `data:` address of a bitmap file, 24 bits per pixel: rows from the bottom up, each padded to
  /// whole words, blue first.
  var address: String {
    let rowBytes = (3 * width + 3) / 4 * 4
    let headerBytes = 14 + 40
    var bytes = Array("BM".utf8)
    let append = { (value: Int, count: Int) in
      for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    for field in [headerBytes + rowBytes * height, 0, headerBytes, 40, width, height] {
      append(field, 4)
    }
    append(1, 2)
    append(24, 2)
    for field in [0, rowBytes * height, 2835, 2835, 0, 0] { append(field, 4) }
    for row in (0..<height).reversed() {
      for column in 0..<width {
        let start = 3 * (row * width + column)
        bytes += samples[start..<start + 3].reversed()
      }
      bytes += Array(repeating: 0, count: rowBytes - 3 * width)
    }
    return "data:image/bmp;base64,\(Data(bytes).base64EncodedString())"
  }
}
