internal import BNNIR

/// A random window that slides over a map: what a document says of it, and what it gives.
struct RandomWindow {
  /// Kernel, stride, dilation and padding, as a document has them.
  let keys: String
  let taps: Int
  /// The outputs.
  let height: Int
  let width: Int

  /// Of any stride, with less padding on each side than the kernel spans.
  static func over(
    height: Int, width: Int, largestKernel: Int, padded: Bool, using random: inout SplitMix64
  ) -> RandomWindow {
    let y = Axis.over(height, largestKernel: largestKernel, padded: padded, using: &random)
    let x = Axis.over(width, largestKernel: largestKernel, padded: padded, using: &random)
    return RandomWindow(y, x)
  }

  /// One that keeps the map's size; without padding it is a single pixel.
  static func keeping(
    height: Int, width: Int, largestKernel: Int, padded: Bool, using random: inout SplitMix64
  ) -> RandomWindow {
    let largest = padded ? largestKernel : 1
    let y = Axis.keeping(height, largestKernel: largest, using: &random)
    let x = Axis.keeping(width, largestKernel: largest, using: &random)
    return RandomWindow(y, x)
  }

  /// The whole map.
  static func whole(height: Int, width: Int) -> RandomWindow {
    RandomWindow(
      keys: #""kernel": [\#(height), \#(width)]"#, taps: height * width, height: 1, width: 1)
  }

  private init(keys: String, taps: Int, height: Int, width: Int) {
    self.keys = keys
    self.taps = taps
    self.height = height
    self.width = width
  }

  private init(_ y: Axis, _ x: Axis) {
    self.init(
      keys: #""kernel": [\#(y.kernel), \#(x.kernel)], "stride": [\#(y.stride), \#(x.stride)], "#
        + #""dilation": [\#(y.dilation), \#(x.dilation)], "#
        + #""padding": [\#(y.before), \#(y.after), \#(x.before), \#(x.after)]"#,
      taps: y.kernel * x.kernel, height: y.outputs, width: x.outputs)
  }

  private struct Axis {
    let kernel: Int
    let stride: Int
    let dilation: Int
    let before: Int
    let after: Int
    let outputs: Int

    static func over(
      _ size: Int, largestKernel: Int, padded: Bool, using random: inout SplitMix64
    ) -> Axis {
      func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
      let kernel = pick(1...min(largestKernel, size))
      let dilation = kernel > 1 && (kernel - 1) * 2 < size && pick(1...4) == 1 ? 2 : 1
      let span = (kernel - 1) * dilation + 1
      let before = padded ? pick(0...min(2, span - 1)) : 0
      let after = padded ? pick(0...min(2, span - 1)) : 0
      let stride = pick(1...3)
      return Axis(
        kernel: kernel, stride: stride, dilation: dilation, before: before, after: after,
        outputs: (size + before + after - span) / stride + 1)
    }

    static func keeping(
      _ size: Int, largestKernel: Int, using random: inout SplitMix64
    ) -> Axis {
      let kernel = Int.random(in: 1...largestKernel, using: &random)
      let before = Int.random(in: 0...kernel - 1, using: &random)
      return Axis(
        kernel: kernel, stride: 1, dilation: 1, before: before, after: kernel - 1 - before,
        outputs: size)
    }
  }
}
