internal import BNNIR

// What the memories of a matrix-vector unit hold.
extension MatrixVectorUnit {
  var memories: [MemoryImage] {
    let table = kernelTable
    var memories = [
      MemoryImage(path: weightPath, words: table.map(indexWords) ?? weightWords)
    ]
    if let starts {
      memories.append(MemoryImage(path: thresholdPath, words: startWords(starts)))
    }
    if let table { memories.append(MemoryImage(path: kernelPath, words: table.words)) }
    return memories
  }

  /// Whether accumulators start at what a memory holds.
  var hasStarts: Bool {
    switch activation {
    case .thresholds, .correctedScores: true
    case .scores: isBitSerial || classes.count > 1
    }
  }

  /// What the accumulator starts at, by border class and row; nil if the module knows it.
  var starts: [[Int]]? {
    if case .integers(let products) = weights { return integerStarts(products) }
    return binaryStarts
  }

  private func integerStarts(_ products: IntegerProducts) -> [[Int]]? {
    switch activation {
    case .thresholds(let thresholds): products.starts(thresholds: thresholds[0])
    case .scores, .correctedScores:
      hasStarts ? products.starts(thresholds: Array(repeating: 0, count: rows)) : nil
    }
  }

  private var binaryStarts: [[Int]]? {
    switch activation {
    case .thresholds(let classes):
      classes.map { zip($0, bitSerialExcess).map { -$0 - $1 } }
    case .scores: isBitSerial ? [bitSerialExcess.map { -$0 }] : nil
    case .correctedScores(let classes):
      classes.map { $0.map { -(columns + $0 + (columns & 1)) / 2 } }
    }
  }

  /// What the popcounts of bit planes are too large by, in each row: where the weight is −1 they
  /// count 1 − x instead of −x, one too many for every bit, and the weights of all bits add up to
  /// −1 in two's complement.
  private var bitSerialExcess: [Int] {
    guard isBitSerial else { return Array(repeating: 0, count: rows) }
    let allBits = inputIsSigned ? -1 : 1 << inputBits - 1
    return (0..<rows).map { row in
      allBits * weights.negatives(in: row)
    }
  }

  var weightPath: String { "mem/\(name)_weights.mem" }
  var kernelPath: String { "mem/\(name)_kernels.mem" }
  var thresholdPath: String { "mem/\(name)_thresholds.mem" }

  /// Word nf·WF + wf holds at place pe·SIMD + lane the weight of row nf·PE + pe and the column that
  /// word wf brings in that lane. Lanes past a tap's last column are +1 and meet input 0, so they
  /// add nothing; rows past the last are +1 as well. Where weights are integers, both are 0.
  var weightWords: BitMatrix {
    let bits = weights.bits
    var words = BitMatrix(rows: neuronFold * weightFold, columns: pe * simd * bits)
    for row in 0..<neuronFold * pe {
      for place in 0..<weightFold * simd {
        let (tap, element) = place.quotientAndRemainder(dividingBy: beatsPerTap * simd)
        let isPadding = element >= columnsPerTap || row >= rows
        let code =
          isPadding ? weights.paddingCode : weights.code(row, tap * columnsPerTap + element)
        let first = (row % pe * simd + place % simd) * bits
        for bit in 0..<bits where code >> bit & 1 == 1 {
          words[row / pe * weightFold + place / simd, first + bit] = true
        }
      }
    }
    return words
  }

  /// Word nf·B + b, for the B words of a tap, holds at place pe·SIMD + lane the index of the kernel
  /// that row nf·PE + pe has for channel b·SIMD + lane; that of +1 in lanes past the last, and 0 in
  /// rows past the last.
  func indexWords(_ table: KernelTable) -> BitMatrix {
    guard case .signs(let weights) = weights else {
      preconditionFailure("bnn-hw bug: integer weights have no kernels")
    }
    let indices = table.indices
    var words = BitMatrix(
      rows: neuronFold * beatsPerTap, columns: pe * simd * table.indexBits)
    for row in 0..<rows {
      for channel in 0..<beatsPerTap * simd {
        let kernel =
          channel < columnsPerTap
          ? weights.kernel(row: row, channel: channel, taps: taps) : KernelTable.ones(taps: taps)
        guard let index = indices[kernel] else {
          preconditionFailure("bnn-hw bug: a kernel is not in its codebook")
        }
        let first = (row % pe * simd + channel % simd) * table.indexBits
        for bit in 0..<table.indexBits where index >> bit & 1 == 1 {
          words[row / pe * beatsPerTap + channel / simd, first + bit] = true
        }
      }
    }
    return words
  }

  /// Word class·NF + nf holds for each PE the accumulator's start value; rows past the last never
  /// fire.
  private func startWords(_ starts: [[Int]]) -> BitMatrix {
    let bits = accumulatorBits
    var words = BitMatrix(rows: starts.count * neuronFold, columns: pe * bits)
    for (index, rowStarts) in starts.enumerated() {
      for row in 0..<neuronFold * pe {
        let start = row < rows ? rowStarts[row] : paddingStart
        for bit in 0..<bits where start >> bit & 1 == 1 {
          words[index * neuronFold + row / pe, row % pe * bits + bit] = true
        }
      }
    }
    return words
  }

  /// Rows of padding never fire; where they have no weights, they give what they start at.
  private var paddingStart: Int {
    if weights.bits == 1 { return -(counts.upperBound + 1) }
    return isScore ? 0 : -1
  }
}
