import BNNIR

/// Compares recorded beats of one stream with the golden values of its layer.
struct StreamComparison {
  let layout: BeatLayout
  /// Whether lanes past the last element must be zero. Those of packed bits always must.
  let paddingIsZero: Bool

  /// The first difference of each frame of a block that differs, by frame of the block.
  ///
  /// A frame that was not recorded to its end is not looked at.
  func differences(
    of recording: Recording, from expected: Tensor
  ) -> [(frame: Int, difference: Mismatch.Difference)] {
    let frames = min(expected.frames, recording.beats / layout.beatsPerFrame)
    let bits = packedVectors(of: expected)
    return (0..<frames).compactMap { frame in
      let difference =
        if let bits {
          bitDifference(recording, bits, frame: frame, shape: expected.shape)
        } else {
          elementDifference(recording, expected, frame: frame)
        }
      return difference.map { (frame, $0) }
    }
  }

  /// The elements of each recorded frame in flat order, as integers.
  func elements(of recording: Recording) -> [Int32] {
    let frames = recording.beats / layout.beatsPerFrame
    return (0..<frames * layout.elementsPerFrame).map { flat in
      let (vector, index) = flat.quotientAndRemainder(dividingBy: layout.elementsPerVector)
      return Int32(truncatingIfNeeded: element(recording, vector: vector, index: index))
    }
  }

  /// One row of bits per vector; nil where bits are not packed lane by lane.
  private func packedVectors(of tensor: Tensor) -> BitMatrix? {
    guard layout.laneBits == 1, case .bits(let bits) = tensor.values else { return nil }
    return bits.joiningRows(by: layout.elementsPerVector / tensor.shape.channels)
  }

  private func bitDifference(
    _ recording: Recording, _ bits: BitMatrix, frame: Int, shape: TensorShape
  ) -> Mismatch.Difference? {
    for beat in 0..<layout.beatsPerFrame {
      for lane in stride(from: 0, to: layout.lanes, by: 32) {
        let difference = bitDifference(
          recording, bits, frame: frame, beat: beat, lanes: lane..<min(lane + 32, layout.lanes),
          shape: shape)
        if let difference { return difference }
      }
    }
    return nil
  }

  /// Compares up to 32 lanes of a frame's beat; bits past the vector's end are expected to be zero.
  private func bitDifference(
    _ recording: Recording, _ bits: BitMatrix, frame: Int, beat: Int, lanes: Range<Int>,
    shape: TensorShape
  ) -> Mismatch.Difference? {
    let vector = beat / layout.beatsPerVector
    let column = beat % layout.beatsPerVector * layout.lanes
    let got = recording.bits(
      ofBeat: frame * layout.beatsPerFrame + beat, from: lanes.lowerBound, count: lanes.count)
    let expected = bits.bits(
      ofRow: frame * layout.vectorsPerFrame + vector, from: column + lanes.lowerBound,
      count: lanes.count)
    if got == expected { return nil }
    let place = (got ^ expected).trailingZeroBitCount
    let bit = Int(got >> UInt32(place) & 1)
    let lane = lanes.lowerBound + place
    if column + lane >= layout.elementsPerVector {
      return .padding(beat: beat, lane: lane, got: bit)
    }
    return value(
      at: vector * layout.elementsPerVector + column + lane, of: shape, expected: 1 - bit, got: bit)
  }

  private func elementDifference(
    _ recording: Recording, _ tensor: Tensor, frame: Int
  ) -> Mismatch.Difference? {
    for vector in 0..<layout.vectorsPerFrame {
      let row = frame * layout.vectorsPerFrame + vector
      for index in 0..<layout.elementsPerVector {
        let flat = vector * layout.elementsPerVector + index
        let expected = tensor.element(frame: frame, index: flat)
        let got = element(recording, vector: row, index: index)
        if got != expected {
          return value(at: flat, of: tensor.shape, expected: expected, got: got)
        }
      }
      if let difference = paddingDifference(recording, vector: row) { return difference }
    }
    return nil
  }

  private func paddingDifference(
    _ recording: Recording, vector: Int
  ) -> Mismatch.Difference? {
    guard paddingIsZero else { return nil }
    for index in layout.elementsPerVector..<layout.beatsPerVector * layout.lanes {
      let got = element(recording, vector: vector, index: index)
      guard got != 0 else { continue }
      let beat = (vector % layout.vectorsPerFrame + 1) * layout.beatsPerVector - 1
      return .padding(beat: beat, lane: index % layout.lanes, got: got)
    }
    return nil
  }

  /// A whole lane, so that a wrong extension to the lane's width shows.
  private func element(_ recording: Recording, vector: Int, index: Int) -> Int {
    let beat = vector * layout.beatsPerVector + index / layout.lanes
    let raw = recording.bits(
      ofBeat: beat, from: index % layout.lanes * layout.laneBits, count: layout.laneBits)
    let isNegative = layout.isSigned && raw >> UInt32(layout.laneBits - 1) & 1 == 1
    return Int(raw) - (isNegative ? 1 << layout.laneBits : 0)
  }

  private func value(
    at flat: Int, of shape: TensorShape, expected: Int, got: Int
  ) -> Mismatch.Difference {
    let pixel = flat / shape.channels
    return .value(
      y: pixel / shape.width, x: pixel % shape.width, channel: flat % shape.channels,
      expected: expected, got: got)
  }
}

extension BitMatrix {
  /// `count` bits, at most 32, of a row from a column on; zero past the row's end.
  fileprivate func bits(ofRow row: Int, from column: Int, count: Int) -> UInt32 {
    let word = column / 64
    guard word < wordsPerRow else { return 0 }
    let start = row * wordsPerRow + word
    let shift = UInt64(column % 64)
    var value = words[start] >> shift
    if shift > 32, word + 1 < wordsPerRow { value |= words[start + 1] << (64 - shift) }
    return UInt32(truncatingIfNeeded: value & (1 << UInt64(count) - 1))
  }
}
