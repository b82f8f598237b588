import BNNIR

/// The input beats of a batch of frames, as bytes.
enum Stimulus {
  /// Beat by beat, each `layout.dataBits` / 8 bytes, little endian.
  ///
  /// Bits that carry no element are ones: a circuit that does not ignore them is found out. A pixel
  /// has 1 or 8 bits, so it never lies across two bytes.
  static func bytes(of batch: PixelBatch, layout: BeatLayout) -> [UInt8] {
    precondition(
      batch.elementsPerFrame == layout.elementsPerFrame, "bnn-hw bug: frames of another size")
    let bytesPerBeat = layout.dataBits / 8
    let beats = batch.frames * layout.beatsPerFrame
    var stimulus = [UInt8](repeating: 0xff, count: beats * bytesPerBeat)
    let mask = UInt8(truncatingIfNeeded: 1 << layout.elementBits - 1)
    var beatStart = 0
    var lane = 0
    var elementsLeft = layout.elementsPerVector
    for pixel in batch.bytes {
      let bit = lane * layout.laneBits
      let byte = beatStart + bit / 8
      let shift = UInt8(bit % 8)
      stimulus[byte] = stimulus[byte] & ~(mask << shift) | (pixel & mask) << shift
      lane += 1
      elementsLeft -= 1
      if lane == layout.lanes || elementsLeft == 0 {
        lane = 0
        beatStart += bytesPerBeat
        if elementsLeft == 0 { elementsLeft = layout.elementsPerVector }
      }
    }
    return stimulus
  }
}
