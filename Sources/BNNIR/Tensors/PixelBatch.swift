/// Raw frames as a user has them: one byte per element, frame by frame, channels innermost.
///
/// A byte is an unsigned or two's complement pixel or a 0/1 bit, as the network's input says.
public struct PixelBatch: Hashable, Sendable {
  public let frames: Int
  public let elementsPerFrame: Int
  public let bytes: [UInt8]

  public init(frames: Int, elementsPerFrame: Int, bytes: [UInt8]) {
    precondition(bytes.count == frames * elementsPerFrame, "bnn-hw bug: wrong number of pixels")
    self.frames = frames
    self.elementsPerFrame = elementsPerFrame
    self.bytes = bytes
  }

  public subscript(frames range: Range<Int>) -> PixelBatch {
    let slice = bytes[range.lowerBound * elementsPerFrame..<range.upperBound * elementsPerFrame]
    return PixelBatch(
      frames: range.count, elementsPerFrame: elementsPerFrame, bytes: Array(slice))
  }
}
