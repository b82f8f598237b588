internal import BNNIR

/// What a matrix-vector unit multiplies its inputs with.
enum MatrixWeights: Hashable, Sendable {
  /// ±1: bit 1 = +1.
  case signs(BitMatrix)
  case integers(IntegerProducts)

  var rows: Int {
    switch self {
    case .signs(let weights): weights.rows
    case .integers(let products): products.weights.rows
    }
  }

  var columns: Int {
    switch self {
    case .signs(let weights): weights.columns
    case .integers(let products): products.weights.columns
    }
  }

  /// Bits of one weight in memory: one is ±1, more are two's complement.
  var bits: Int {
    switch self {
    case .signs: 1
    case .integers(let products): products.weightBits
    }
  }

  /// A weight as it stands in memory, in the low bits.
  func code(_ row: Int, _ column: Int) -> Int {
    switch self {
    case .signs(let weights): weights[row, column] ? 1 : 0
    case .integers(let products): Int(products.weights[row, column])
    }
  }

  /// What stands in rows and columns of padding: +1, which meets an input that is not equal, or 0.
  var paddingCode: Int {
    switch self {
    case .signs: 1
    case .integers: 0
    }
  }

  /// How many weights of a row are −1; only for ±1.
  func negatives(in row: Int) -> Int {
    guard case .signs(let weights) = self else {
      preconditionFailure("bnn-hw bug: integer weights are not counted")
    }
    return (0..<columns).count { !weights[row, $0] }
  }
}
