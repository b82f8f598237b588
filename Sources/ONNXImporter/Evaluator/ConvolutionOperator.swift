/// Convolutions over any number of spatial axes.
enum ConvolutionOperator {
  static let all: [String: OperatorEvaluator.Operation] = ["Conv": convolution]

  /// Numbers of the input that are laid out as a matrix at once: they fit in a cache.
  private static let blockCount = 1 << 17

  private static let convolution: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    let (input, weights) = (try call.input(0), try call.input(1))
    guard input.shape.count >= 3, weights.shape.count == input.shape.count else {
      throw .mismatch(input, weights)
    }
    let kernel = Array(weights.shape[2...])
    guard call.node.integers("kernel_shape").map({ $0 == kernel }) ?? true else {
      throw .attribute("kernel_shape", "another", expected: "that of the weights, \(kernel)")
    }
    let groups = call.node.integer("group") ?? 1
    guard groups > 0, weights.shape[0] % groups == 0,
      input.shape[1].isMultiple(of: groups), weights.shape[1] == input.shape[1] / groups
    else { throw .mismatch(input, weights) }
    let window = try SlidingWindow(call, over: Array(input.shape[2...]), kernel: kernel)
    let result = try convolve(input, weights, window, groups: groups)
    guard let bias = call.optional(2) else { return [result] }
    let ones = Array(repeating: 1, count: kernel.count)
    let biases = try bias.reshaped([weights.shape[0]] + ones)
    return [try result.combined(with: biases, +)]
  }

  private static func convolve(
    _ input: RealTensor, _ weights: RealTensor, _ window: SlidingWindow, groups: Int
  ) throws(EvaluationFailure) -> RealTensor {
    let (images, outputs) = (input.shape[0], weights.shape[0])
    let shape = [images, outputs] + window.outputSizes
    let perGroup = weights.shape[1]
    let pixels = input.shape[2...].reduce(1, *)
    let (rows, k) = (outputs / groups, perGroup * window.taps)
    var values = Array(repeating: 0.0, count: try RealTensor.count(of: shape))
    values.withMutableAddress { values in
      weights.values.withAddress { weights in
        input.values.withAddress { input in
          for group in 0..<images * groups {
            multiply(
              weights + group % groups * rows * k, input + group * perGroup * pixels,
              into: values + group * rows * window.positions, window,
              channels: perGroup, pixels: pixels, rows: rows)
          }
        }
      }
    }
    return RealTensor(shape: shape, values: values)
  }

  /// One group of one image: blocks of positions become columns of a matrix.
  private static func multiply(
    _ weights: UnsafePointer<Double>, _ maps: UnsafePointer<Double>,
    into output: UnsafeMutablePointer<Double>, _ window: SlidingWindow,
    channels: Int, pixels: Int, rows: Int
  ) {
    let k = channels * window.taps
    let positions = window.positions
    guard k > 0, positions > 0 else { return }
    let width = min(positions, max(16, blockCount / k))
    var columns = Array(repeating: 0.0, count: k * width)
    var sums = Array(repeating: 0.0, count: rows * width)
    for start in stride(from: 0, to: positions, by: width) {
      let n = min(width, positions - start)
      columns.withMutableAddress { columns in
        fill(columns, from: maps, window, start..<start + n, channels: channels, pixels: pixels)
        sums.withMutableAddress { sums in
          sums.update(repeating: 0, count: rows * n)
          MatrixKernel.multiply(weights, columns, into: sums, m: rows, k: k, n: n)
          for row in 0..<rows {
            (output + row * positions + start).update(from: sums + row * n, count: n)
          }
        }
      }
    }
  }

  /// A row for each channel and tap, a column for each position; 0 in the border.
  private static func fill(
    _ columns: UnsafeMutablePointer<Double>, from maps: UnsafePointer<Double>,
    _ window: SlidingWindow, _ range: Range<Int>, channels: Int, pixels: Int
  ) {
    let positions = window.positions
    window.places.withUnsafeBufferPointer { places in
      var target = columns
      for channel in 0..<channels {
        let map = maps + channel &* pixels
        for tap in 0..<window.taps {
          for position in range {
            let place = places[tap &* positions &+ position]
            target.pointee = place < 0 ? 0 : map[place]
            target += 1
          }
        }
      }
    }
  }
}

extension EvaluationFailure {
  fileprivate static func mismatch(_ input: RealTensor, _ weights: RealTensor) -> EvaluationFailure
  {
    EvaluationFailure(
      "an input of shape \(ShapeText.of(input.shape)) does not fit weights of shape "
        + "\(ShapeText.of(weights.shape))")
  }
}
