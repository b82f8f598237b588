extension PixelBatch {
  /// Frames whose every encoded bit is a fair coin toss, with pixels on both sides of the
  /// threshold; pixels that stay integers, or become several bits, are
  /// uniform.
  public static func random(
    _ frames: Int, for input: InputLayer, using random: inout SplitMix64
  ) -> PixelBatch {
    let bytes = (0..<frames * input.shape.elements).map { _ -> UInt8 in
      switch input.encoding {
      case .identity where input.pixels == .bit:
        return UInt8.random(in: 0...1, using: &random)
      case .identity, .table, .thermometer:
        return UInt8.random(in: 0...255, using: &random)
      case .threshold(let bound):
        let range = input.pixels.range
        let value =
          Bool.random(using: &random)
          ? Int.random(in: bound...range.upperBound, using: &random)
          : Int.random(in: range.lowerBound...bound - 1, using: &random)
        return UInt8(truncatingIfNeeded: value)
      }
    }
    return PixelBatch(frames: frames, elementsPerFrame: input.shape.elements, bytes: bytes)
  }
}
