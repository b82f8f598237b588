/// Numbers in the order of ONNX: row-major, the last axis innermost.
///
/// Integers and booleans are numbers too. Those beyond ±2^53 lose their last bits, as no shape and
/// no weight of a binarized network does.
struct RealTensor: Hashable, Sendable {
  /// Empty for a scalar.
  let shape: [Int]
  let values: [Double]

  init(shape: [Int], values: [Double]) {
    precondition(
      shape.reduce(1, *) == values.count,
      "bnn-hw bug: \(values.count) values in a tensor of shape \(shape)")
    self.shape = shape
    self.values = values
  }

  static func scalar(_ value: Double) -> RealTensor { RealTensor(shape: [], values: [value]) }

  var count: Int { values.count }

  /// The values as indices and sizes; nil if one of them is no integer.
  var integers: [Int]? {
    let integers = values.compactMap { Int(exactly: $0) }
    return integers.count == values.count ? integers : nil
  }
}
