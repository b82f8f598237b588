import BNNIR
import Foundation
import Testing

@testable import Report

@Suite("Picture")
struct PictureTests {
  private static func input(_ shape: TensorShape, _ pixels: InputLayer.PixelType) -> InputLayer {
    InputLayer(shape: shape, pixels: pixels, encoding: .identity)
  }

  @Test("brightness goes from the darkest to the brightest sample, signed ones too")
  func brightness() throws {
    let shape = TensorShape(height: 1, width: 3, channels: 1)
    let bytes: [UInt8] = [UInt8(bitPattern: -2), 0, 2]
    let batch = PixelBatch(frames: 1, elementsPerFrame: 3, bytes: bytes)
    let picture = try #require(Picture.all(of: batch, Self.input(shape, .int8))[0])
    #expect(picture.samples == [0, 0, 0, 127, 127, 127, 255, 255, 255])
  }

  @Test("a bitmap has its rows from the bottom up, blue first, padded to words")
  func bitmap() throws {
    let shape = TensorShape(height: 2, width: 1, channels: 3)
    let batch = PixelBatch(frames: 1, elementsPerFrame: 6, bytes: [255, 0, 0, 0, 0, 255])
    let picture = try #require(Picture.all(of: batch, Self.input(shape, .uint8))[0])
    let prefix = "data:image/bmp;base64,"
    #expect(picture.address.hasPrefix(prefix))
    let bytes = Array(
      try #require(Data(base64Encoded: String(picture.address.dropFirst(prefix.count)))))
    // Windows bitmap: file header of 14 bytes, BITMAPINFOHEADER of 40, then pixels.
    #expect(bytes.count == 54 + 8 && bytes[2] == 62 && bytes[10] == 54 && bytes[28] == 24)
    // The lower pixel is blue, the upper one red.
    #expect(bytes[54...] == [255, 0, 0, 0, 0, 0, 255, 0])
  }

  @Test(
    "grey and RGB maps and square vectors are pictures, others are not",
    arguments: [
      (TensorShape(height: 4, width: 2, channels: 1), [4, 2]),
      (TensorShape(height: 2, width: 2, channels: 3), [2, 2]),
      (TensorShape(vector: 49), [7, 7]), (TensorShape(vector: 50), nil),
      (TensorShape(height: 2, width: 2, channels: 2), nil),
    ] as [(TensorShape, [Int]?)])
  func sizes(shape: TensorShape, size: [Int]?) {
    let batch = PixelBatch(
      frames: 1, elementsPerFrame: shape.elements,
      bytes: Array(repeating: 7, count: shape.elements))
    let picture = Picture.all(of: batch, Self.input(shape, .uint8))[0]
    #expect(picture.map { [$0.height, $0.width] } == size)
  }
}
