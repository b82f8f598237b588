public import BNNIR

/// Frames for a network from a file: idx (also compressed with gzip), npy, npz or bare bytes.
///
/// The format is told by the content. Numbers may be of any type, but must be integers that the
/// network's pixels can hold; bits are 0 and 1, or −1 and +1. Bare bytes are pixels frame by frame,
/// channels innermost.
public enum FrameFile {
  /// Reads `FILE`, or one array of an archive as `FILE.npz:array`; without a name the array is
  /// `images`, `x`, `x_test`, `data`, or the only one that fits.
  public static func read(
    path: String, shape: TensorShape, pixels: InputLayer.PixelType
  ) throws(DiagnosticError) -> PixelBatch {
    let file = try DataFile(path)
    let bytes: [UInt8]
    switch file.content {
    case .raw(let raw):
      guard !raw.isEmpty, raw.count % shape.elements == 0 else {
        throw DiagnosticError(.rawSize(raw.count, shape, path))
      }
      bytes =
        pixels == .int8 ? raw : try checked(raw, as: pixels, shape: shape, file: path)
    case .array(let array):
      bytes = try Self.pixels(of: array, as: pixels, shape: shape, file: path)
    case .archive(let archive):
      let member = try file.member(
        of: archive, preferred: ["images", "x", "x_test", "data"], role: "frames",
        isSuitable: { fits($0.shape, shape) })
      let array = try DataFile.reporting(path) { () throws(MalformedData) in try member.read() }
      bytes = try Self.pixels(
        of: array, as: pixels, shape: shape, file: "\(path), array '\(member.name)'")
    }
    return PixelBatch(
      frames: bytes.count / shape.elements, elementsPerFrame: shape.elements, bytes: bytes)
  }

  private static func pixels(
    of array: NumericArray, as type: InputLayer.PixelType, shape: TensorShape, file: String
  ) throws(DiagnosticError) -> [UInt8] {
    guard fits(array.header.shape, shape) else {
      throw DiagnosticError(.wrongShape(array.header.shape, shape, file))
    }
    if let bytes = array.unsignedBytes {
      return try checked(bytes, as: type, shape: shape, file: file)
    }
    let numbers = try DataFile.reporting(file) { () throws(MalformedData) in
      try array.integers()
    }
    return try pixels(numbers, as: type, shape: shape, file: file)
  }

  /// Whether an array is frames of a shape: [frames, …], the rest flat or of the very same sizes.
  ///
  /// A vector network flattens whatever its array's sizes are. Other sizes with the same product,
  /// channels first above all, would put values in the wrong places.
  private static func fits(_ sizes: [Int], _ shape: TensorShape) -> Bool {
    guard let frames = sizes.first, frames > 0 else { return false }
    let rest = Array(sizes.dropFirst())
    guard !rest.isEmpty, rest.reduce(1, *) == shape.elements else { return false }
    if rest.count == 1 || shape.pixels == 1 { return true }
    let whole = [shape.height, shape.width, shape.channels]
    return rest == whole || shape.channels == 1 && rest == Array(whole.dropLast())
  }

  /// Bytes as pixels, if each is in the type's range: the same bytes.
  private static func checked(
    _ bytes: [UInt8], as type: InputLayer.PixelType, shape: TensorShape, file: String
  ) throws(DiagnosticError) -> [UInt8] {
    let limit = UInt8(type.range.upperBound)
    if let index = bytes.firstIndex(where: { $0 > limit }) {
      throw DiagnosticError(
        .outOfRange(Int(bytes[index]), at: index, of: shape, type, type.rangeText, file))
    }
    return bytes
  }

  private static func pixels(
    _ numbers: [Int], as type: InputLayer.PixelType, shape: TensorShape, file: String
  ) throws(DiagnosticError) -> [UInt8] {
    if type == .bit, numbers.contains(-1) {
      if let index = numbers.firstIndex(where: { $0 != 1 && $0 != -1 }) {
        throw DiagnosticError(.outOfRange(numbers[index], at: index, of: shape, type, "±1", file))
      }
      return numbers.map { $0 == 1 ? 1 : 0 }
    }
    if let index = numbers.firstIndex(where: { !type.range.contains($0) }) {
      throw DiagnosticError(
        .outOfRange(numbers[index], at: index, of: shape, type, type.rangeText, file))
    }
    return numbers.map { UInt8(truncatingIfNeeded: $0) }
  }
}

extension InputLayer.PixelType {
  fileprivate var rangeText: String { "\(range.lowerBound)…\(range.upperBound)" }
}

extension Diagnostic {
  fileprivate static func rawSize(
    _ count: Int, _ shape: TensorShape, _ file: String
  ) -> Diagnostic {
    Diagnostic(
      "data.size", file: file,
      "the file is in no known format, and its \(count) bytes are no whole number of frames of "
        + "\(shape.elements) bytes",
      hint: "known are idx, npy, npz and bare pixels")
  }

  fileprivate static func wrongShape(
    _ sizes: [Int], _ shape: TensorShape, _ file: String
  ) -> Diagnostic {
    let isTransposed =
      sizes.dropFirst() == [shape.channels, shape.height, shape.width] && shape.pixels > 1
    return Diagnostic(
      "data.shape", file: file,
      "the array is \(sizes), but expected [frames, "
        + (shape.pixels == 1
          ? "\(shape.channels)]"
          : "\(shape.height), \(shape.width), \(shape.channels)] or [frames, \(shape.elements)]"),
      hint: isTransposed ? "channels come last: numpy.transpose(x, (0, 2, 3, 1))" : nil)
  }

  fileprivate static func outOfRange(
    _ value: Int, at index: Int, of shape: TensorShape, _ type: InputLayer.PixelType,
    _ range: String, _ file: String
  ) -> Diagnostic {
    Diagnostic(
      "data.range", file: file,
      "element \(index % shape.elements) of frame \(index / shape.elements) is \(value), but "
        + "\(type.rawValue) pixels are \(range)")
  }
}
