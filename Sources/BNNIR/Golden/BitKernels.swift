internal import CBitKernels

/// The golden model's inner loops, on packed bits.
enum BitKernels {
  /// Instruction sets that the kernels are written for, each including those before it.
  ///
  /// Results do not depend on the level; only tests choose another than `best`.
  enum Level: Int, CaseIterable {
    case portable, avx2, avx512

    /// The highest level that this machine can run.
    static let best: Level =
      switch bnn_best_level() {
      case bnn_level_avx512: .avx512
      case bnn_level_avx2: .avx2
      default: .portable
      }

    fileprivate var kernels: bnn_level {
      switch self {
      case .portable: bnn_level_portable
      case .avx2: bnn_level_avx2
      case .avx512: bnn_level_avx512
      }
    }
  }

  /// ±1 dot products of every row of `x` with every row of `weights`:
  /// `result[i * weights.rows + n] = columns − 2·popcount(x[i] xor w[n])`.
  static func dotProducts(
    _ x: BitMatrix, _ weights: BitMatrix, level: Level = .best
  ) -> [Int32] {
    precondition(
      x.columns == weights.columns && x.columns > 0, "bnn-hw bug: rows of different lengths")
    let count = x.rows * weights.rows
    return [Int32](unsafeUninitializedCapacity: count) { result, initializedCount in
      bnn_dot_products(
        level.kernels, x.words, x.rows, weights.words, weights.rows, x.columns, result.baseAddress)
      initializedCount = count
    }
  }

  /// Sums of integers with ±1 weights, `columns` integers per row:
  /// `result[i * weights.rows + n] = Σ x[i * columns + j] · w[n][j]`.
  static func signedSums(_ x: [Int32], columns: Int, _ weights: BitMatrix) -> [Int32] {
    precondition(
      columns == weights.columns && x.count % columns == 0, "bnn-hw bug: rows of other lengths")
    let rows = x.count / columns
    // Column by column, so that the inner loop runs over neighbouring sums.
    let negative = (0..<columns).flatMap { column in
      (0..<weights.rows).map { weights[$0, column] ? 0 as Int32 : -1 }
    }
    let count = rows * weights.rows
    return [Int32](unsafeUninitializedCapacity: count) { result, initializedCount in
      bnn_signed_sums(x, rows, negative, weights.rows, columns, result.baseAddress)
      initializedCount = count
    }
  }

  /// Sums of integers with integer weights, `columns` integers per row:
  /// `result[i * weights.rows + n] = Σ x[i * columns + j] · w[n][j]`, which must fit 32 bits.
  static func integerSums(_ x: [Int32], columns: Int, _ weights: IntegerMatrix) -> [Int32] {
    precondition(
      columns == weights.columns && x.count % columns == 0, "bnn-hw bug: rows of other lengths")
    let rows = x.count / columns
    let byColumn = (0..<columns).flatMap { column in
      (0..<weights.rows).map { weights[$0, column] }
    }
    let count = rows * weights.rows
    return [Int32](unsafeUninitializedCapacity: count) { result, initializedCount in
      bnn_integer_sums(x, rows, byColumn, weights.rows, columns, result.baseAddress)
      initializedCount = count
    }
  }

  /// The bits of integers by one rule per channel, channels innermost: bit c of row i says whether
  /// `rules[c]` holds for `values[i * rules.count + c]`.
  static func threshold(
    _ values: [Int32], rules: [Threshold.Rule], level: Level = .best
  ) -> BitMatrix {
    let columns = rules.count
    precondition(
      columns > 0 && values.count % columns == 0, "bnn-hw bug: values do not fill the channels")
    let rows = values.count / columns
    let limits = rules.map(Limit.init(of:))
    let inverted = BitMatrix(columns: columns, rows: [limits.map(\.isInverted)])
    return packed(rows: rows, columns: columns) { words in
      bnn_threshold_integers(
        level.kernels, values, rows, columns, limits.map(\.bound), inverted.words, words)
    }
  }

  /// The bits of bytes, `columns` per row: bit = byte (unsigned, or two's complement) ≥ `bound`.
  static func threshold(
    bytes: [UInt8], isSigned: Bool, atLeast bound: Int, columns: Int, level: Level = .best
  ) -> BitMatrix {
    precondition(
      columns > 0 && bytes.count % columns == 0, "bnn-hw bug: bytes do not fill the channels")
    let rows = bytes.count / columns
    guard bound <= (isSigned ? 127 : 255) else { return BitMatrix(rows: rows, columns: columns) }
    // Bytes with their highest bit toggled order as unsigned ones, 128 higher.
    let unsignedBound = UInt8(isSigned ? max(bound, -128) + 128 : max(bound, 0))
    return packed(rows: rows, columns: columns) { words in
      bnn_threshold_bytes(
        level.kernels, bytes, rows, columns, isSigned ? 0x80 : 0, unsignedBound, words)
    }
  }

  private static func packed(
    rows: Int, columns: Int, fill: (UnsafeMutablePointer<UInt64>?) -> Void
  ) -> BitMatrix {
    let count = rows * ((columns + 63) / 64)
    let words = [UInt64](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      fill(buffer.baseAddress)
      initializedCount = count
    }
    return BitMatrix(rows: rows, columns: columns, words: words)
  }
}

/// A rule as the kernels take it, with a bound of 32 bits: `(value > bound) != isInverted`.
private struct Limit {
  let bound: Int32
  let isInverted: Bool

  init(of rule: Threshold.Rule) {
    switch rule {
    case .atLeast(let bound): self.init(above: max(bound, Int(Int32.min)) - 1, isInverted: false)
    case .atMost(let bound): self.init(above: bound, isInverted: true)
    case .always: self.init(above: .max, isInverted: true)
    case .never: self.init(above: .max, isInverted: false)
    }
  }

  private init(above bound: Int, isInverted: Bool) {
    if bound < Int(Int32.min) {
      // Every value is above it, and none is above the largest.
      (self.bound, self.isInverted) = (.max, !isInverted)
    } else {
      (self.bound, self.isInverted) = (Int32(clamping: bound), isInverted)
    }
  }
}
