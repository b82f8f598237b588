/// Products of matrices in contiguous memory. All matrices are row-major.
enum MatrixKernel {
  /// `c += a · b` with `a` of m × k, `b` of k × n and `c` of m × n numbers.
  ///
  /// Four rows of `b` at once: each number of `c` is loaded and stored a quarter as often.
  static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, m: Int, k: Int, n: Int
  ) {
    for row in 0..<m {
      let target = c + row &* n
      let factors = a + row &* k
      var inner = 0
      while inner &+ 4 <= k {
        addFour(factors + inner, b + inner &* n, to: target, n: n)
        inner &+= 4
      }
      while inner < k {
        let factor = factors[inner]
        let source = b + inner &* n
        for column in 0..<n { target[column] += factor * source[column] }
        inner &+= 1
      }
    }
  }

  @inline(__always)
  private static func addFour(
    _ factors: UnsafePointer<Double>, _ rows: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>, n: Int
  ) {
    let (f0, f1, f2, f3) = (factors[0], factors[1], factors[2], factors[3])
    let (r0, r1, r2, r3) = (rows, rows + n, rows + 2 &* n, rows + 3 &* n)
    for column in 0..<n {
      target[column] +=
        f0 * r0[column] + f1 * r1[column] + (f2 * r2[column] + f3 * r3[column])
    }
  }

  /// `c += a · bᵀ` with `a` of m × k, `b` of n × k and `c` of m × n numbers.
  static func multiplyTransposed(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, m: Int, k: Int, n: Int
  ) {
    for row in 0..<m {
      for column in 0..<n {
        c[row &* n &+ column] += dotProduct(a + row &* k, b + column &* k, count: k)
      }
    }
  }

  @inline(__always)
  private static func dotProduct(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let (left, right) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    var index = 0
    while index &+ 8 <= count {
      sums +=
        left.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
        * right.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self)
      index &+= 8
    }
    var sum = sums.sum()
    while index < count {
      sum += a[index] * b[index]
      index &+= 1
    }
    return sum
  }
}

extension [Double] {
  /// Calls a body with the address of the numbers, which is not nil though there be none.
  func withAddress<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
    withUnsafeBufferPointer { buffer in
      guard let address = buffer.baseAddress else {
        return withUnsafePointer(to: 0) { body($0) }
      }
      return body(address)
    }
  }

  mutating func withMutableAddress<Result>(
    _ body: (UnsafeMutablePointer<Double>) -> Result
  ) -> Result {
    withUnsafeMutableBufferPointer { buffer in
      guard let address = buffer.baseAddress else {
        var none = 0.0
        return withUnsafeMutablePointer(to: &none) { body($0) }
      }
      return body(address)
    }
  }
}
