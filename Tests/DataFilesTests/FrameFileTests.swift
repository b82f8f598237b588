import BNNIR
import DataFiles
import Foundation
import Testing

@Suite struct FrameFileTests {
  private static let shape = TensorShape(height: 2, width: 2, channels: 1)
  private static let twelve: [UInt8] = Array(0..<12)

  private func read(
    _ bytes: [UInt8], shape: TensorShape = shape, pixels: InputLayer.PixelType = .uint8,
    array: String? = nil
  ) throws -> PixelBatch {
    try withFile(bytes) { path in
      try FrameFile.read(path: array.map { "\(path):\($0)" } ?? path, shape: shape, pixels: pixels)
    }
  }

  /// The message without the file's name.
  private func problem(
    _ bytes: [UInt8], shape: TensorShape = shape, pixels: InputLayer.PixelType = .uint8,
    array: String? = nil
  ) throws -> String {
    let error = try #require(throws: DiagnosticError.self) {
      try read(bytes, shape: shape, pixels: pixels, array: array)
    }
    let text = error.description
    let start = try #require(text.range(of: "data-file"))
    return String(text[start.upperBound...])
  }

  @Test(arguments: [
    Sample.bare, Sample.idx, Sample.idxGzip, Sample.npy, Sample.npzDeflated, Sample.npzStored,
  ])
  func `gives the same frames in every format`(bytes: [UInt8]) throws {
    let batch = try read(bytes)
    #expect(batch == PixelBatch(frames: 3, elementsPerFrame: 4, bytes: Self.twelve))
  }

  @Test(arguments: [
    ("|b1", [0, 1], [0, 1]), ("|u1", [0, 255], [0, 255]), ("|i1", [0, 127], [0, 127]),
    ("<i2", [1, 0, 255, 0], [1, 255]), (">i2", [0, 1, 0, 255], [1, 255]),
    ("<u2", [1, 0, 255, 0], [1, 255]), (">i4", [0, 0, 0, 1, 0, 0, 0, 2], [1, 2]),
    ("<i8", [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [1, 2]),
    ("<f4", [0, 0, 0x80, 0x3f, 0, 0, 0x7f, 0x43], [1, 255]),
    (">f8", [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0]),
  ])
  func `reads every element type`(type: String, data: [UInt8], pixels: [UInt8]) throws {
    let npy = Sample.npy(type: type, shape: "(1, 2)", data: data)
    #expect(try read(npy, shape: TensorShape(vector: 2)).bytes == pixels)
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func `reads every npy version`(version: UInt8) throws {
    let npy = Sample.npy(type: "|u1", shape: "(1, 2)", data: [7, 8], version: version)
    #expect(try read(npy, shape: TensorShape(vector: 2)).bytes == [7, 8])
  }

  @Test func `keeps negative pixels as two's complement`() throws {
    let npy = Sample.npy(type: "<i2", shape: "(1, 2)", data: [0x80, 0xff, 127, 0])
    #expect(try read(npy, shape: TensorShape(vector: 2), pixels: .int8).bytes == [0x80, 127])
  }

  @Test func `takes bits as 0 and 1, or as minus and plus one`() throws {
    let vector = TensorShape(vector: 2)
    let signs = Sample.npy(type: "|i1", shape: "(1, 2)", data: [0xff, 1])
    #expect(try read(signs, shape: vector, pixels: .bit).bytes == [0, 1])
    #expect(try read([1, 0], shape: vector, pixels: .bit).bytes == [1, 0])
    let mixed = Sample.npy(type: "|i1", shape: "(1, 2)", data: [0xff, 0])
    #expect(
      try problem(mixed, shape: vector, pixels: .bit)
        == ": element 1 of frame 0 is 0, but bit pixels are ±1")
  }

  @Test(arguments: ["(2, 6)", "(2, 2, 3)", "(2, 2, 3, 1)"])
  func `takes frames flat or in their own sizes`(sizes: String) throws {
    let npy = Sample.npy(type: "|u1", shape: sizes, data: Self.twelve)
    let shape = TensorShape(height: 2, width: 3, channels: 1)
    #expect(try read(npy, shape: shape).frames == 2)
  }

  @Test func `flattens any sizes for a vector`() throws {
    let npy = Sample.npy(type: "|u1", shape: "(1, 3, 2, 2)", data: Self.twelve)
    #expect(try read(npy, shape: TensorShape(vector: 12)).bytes == Self.twelve)
  }

  @Test func `refuses channels first, and says how to turn them`() throws {
    let npy = Sample.npy(type: "|u1", shape: "(1, 3, 2, 2)", data: Self.twelve)
    #expect(
      try problem(npy, shape: TensorShape(height: 2, width: 2, channels: 3))
        == """
        : the array is [1, 3, 2, 2], but expected [frames, 2, 2, 3] or [frames, 12]
          hint: channels come last: numpy.transpose(x, (0, 2, 3, 1))
        """)
  }

  @Test func `names the first pixel out of range`() throws {
    let npy = Sample.npy(type: "<i2", shape: "(2, 2)", data: [0, 0, 1, 0, 2, 0, 44, 1])
    #expect(
      try problem(npy, shape: TensorShape(vector: 2))
        == ": element 1 of frame 1 is 300, but uint8 pixels are 0…255")
    #expect(
      try problem([0, 1, 2, 1], pixels: .bit)
        == ": element 2 of frame 0 is 2, but bit pixels are 0…1")
  }

  @Test func `refuses fractions`() throws {
    let half = Sample.npy(type: "<f4", shape: "(1, 1)", data: [0, 0, 0, 0x3f])
    #expect(
      try problem(half, shape: TensorShape(vector: 1))
        == ": the number at position 0 is not an integer of at most 63 bits")
  }

  @Test func `refuses Fortran order by name`() throws {
    let npy = Sample.npy(
      type: "|u1", shape: "(3, 2, 2)", data: Self.twelve, order: "True")
    #expect(
      try problem(npy).hasPrefix(": the array is in Fortran order; save"))
  }

  @Test func `chooses an array of an archive by its name`() throws {
    #expect(try read(Sample.npzStored, array: "frames").bytes == Self.twelve)
    #expect(
      try problem(Sample.npzStored, array: "frame")
        == """
        :frame: there is no array 'frame', but 'frames' or 'other'
          hint: did you mean 'frames'?
        """)
    #expect(
      try problem(Sample.npy, array: "x")
        == ": array 'x' was asked for, but the file is no npz archive")
  }

  @Test func `refuses bytes that are no whole frames`() throws {
    #expect(
      try problem([1, 2, 3, 4, 5])
        == """
        : the file is in no known format, and its 5 bytes are no whole number of frames of 4 bytes
          hint: known are idx, npy, npz and bare pixels
        """)
  }

  @Test func `says that a file is missing`() {
    let error = #expect(throws: DiagnosticError.self) {
      try FrameFile.read(path: "no such file", shape: Self.shape, pixels: .uint8)
    }
    #expect(error?.description == "error[file.read]: no such file: there is no such file")
  }

  @Test func `never believes a size before the bytes are there`() throws {
    let huge = [0, 0, 8, 3] + [UInt8](repeating: 0xff, count: 12)
    #expect(try problem(huge).hasPrefix(": the header declares an array of impossible size"))
    let large = Sample.npy(type: "|u1", shape: "(500000000, 2, 2)", data: [1, 2])
    #expect(try problem(large) == ": the file ends too early")
    // A gzip file that promises 60 000 images and holds 1 000 bytes.
    #expect(try problem(Sample.shortGzip) == ": the file ends too early")
  }

  @Test func `refuses bytes behind the array`() throws {
    #expect(
      try problem(Sample.idx + [0])
        == ": there is more data than the shape [3, 2, 2] has room for")
  }

  /// Whatever is cut off or changed, there is an answer or a diagnostic, and no crash.
  @Test(arguments: [Sample.idxGzip, Sample.npy, Sample.npzDeflated, Sample.npzStored])
  func `survives damage`(bytes: [UInt8]) {
    for length in bytes.indices { _ = try? read(Array(bytes[..<length])) }
    for index in bytes.indices {
      for flip in [1, 0x80, 0xff] as [UInt8] {
        var damaged = bytes
        damaged[index] ^= flip
        _ = try? read(damaged)
      }
    }
  }
}
