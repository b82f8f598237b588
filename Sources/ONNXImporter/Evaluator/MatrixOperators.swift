/// Products of matrices.
enum MatrixOperators {
  static let all: [String: OperatorEvaluator.Operation] = ["MatMul": matMul, "Gemm": gemm]

  private static let matMul: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    [try product(try call.input(0), try call.input(1))]
  }

  /// NumPy's `matmul`: matrices in the last two axes, the others repeated; vectors lose their axis.
  static func product(_ a: RealTensor, _ b: RealTensor) throws(EvaluationFailure) -> RealTensor {
    guard let aWidth = a.shape.last, let bWidth = b.shape.last else { throw .mismatch(a, b) }
    let left = a.shape.count == 1 ? [1, aWidth] : a.shape
    let right = b.shape.count == 1 ? [bWidth, 1] : b.shape
    let (m, k, n) = (left[left.count - 2], aWidth, right[right.count - 1])
    guard right[right.count - 2] == k else { throw .mismatch(a, b) }
    let batch = try RealTensor.commonShape(left.dropLast(2), right.dropLast(2))
    let full = try RealTensor.count(of: batch + [m, n])
    let lefts = try matrices(left, to: batch)
    let rights = try matrices(right, to: batch)
    var values = Array(repeating: 0.0, count: full)
    values.withMutableAddress { c in
      a.values.withAddress { a in
        b.values.withAddress { b in
          for (index, (aIndex, bIndex)) in zip(lefts, rights).enumerated() {
            MatrixKernel.multiply(
              a + aIndex * m * k, b + bIndex * k * n, into: c + index * m * n, m: m, k: k, n: n)
          }
        }
      }
    }
    let shape = batch + (a.shape.count == 1 ? [] : [m]) + (b.shape.count == 1 ? [] : [n])
    return RealTensor(shape: shape, values: values)
  }

  /// Of each matrix of the batch, which one of an operand it is.
  private static func matrices(
    _ shape: [Int], to batch: [Int]
  ) throws(EvaluationFailure) -> [Int] {
    let own = Array(shape.dropLast(2))
    let numbers = (0..<(try RealTensor.count(of: own))).map { Double($0) }
    let spread = try RealTensor(shape: own, values: numbers).broadcast(to: batch)
    return spread.values.map { Int($0) }
  }

  /// `alpha · A · B + beta · C`, A and B transposed if so said.
  private static let gemm: OperatorEvaluator.Operation = { call throws(EvaluationFailure) in
    var (a, b) = (try call.input(0), try call.input(1))
    guard a.shape.count == 2, b.shape.count == 2 else { throw .mismatch(a, b) }
    if call.flag("transA", default: false) { a = try a.matrixTransposed() }
    var result: RealTensor
    if call.flag("transB", default: false) {
      result = try productWithTransposed(a, b)
    } else {
      result = try product(a, b)
    }
    let alpha = call.real("alpha", default: 1)
    if alpha != 1 { result = result.map { alpha * $0 } }
    guard let c = call.optional(2) else { return [result] }
    let beta = call.real("beta", default: 1)
    return [try result.combined(with: try c.broadcast(to: result.shape)) { $0 + beta * $1 }]
  }

  private static func productWithTransposed(
    _ a: RealTensor, _ b: RealTensor
  ) throws(EvaluationFailure) -> RealTensor {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[0])
    guard b.shape[1] == k else { throw .mismatch(a, b) }
    var values = Array(repeating: 0.0, count: try RealTensor.count(of: [m, n]))
    values.withMutableAddress { c in
      a.values.withAddress { a in
        b.values.withAddress { b in
          MatrixKernel.multiplyTransposed(a, b, into: c, m: m, k: k, n: n)
        }
      }
    }
    return RealTensor(shape: [m, n], values: values)
  }
}

extension EvaluationFailure {
  fileprivate static func mismatch(_ a: RealTensor, _ b: RealTensor) -> EvaluationFailure {
    EvaluationFailure(
      "inputs of shapes \(ShapeText.of(a.shape)) and \(ShapeText.of(b.shape)) cannot be multiplied")
  }
}
