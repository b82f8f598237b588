internal import BNNIR

/// The kernels of a codebook in the order of their indices, as `bnn_kernel_sequence` has them.
struct KernelTable: Hashable, Sendable {
  /// Two to the power of `indexBits`; places that no index names repeat others.
  let kernels: [UInt64]
  let taps: Int
  let indexBits: Int
  /// Whether the upper half are the opposites of the lower half. A LUT for each lane then turns
  /// half a table into a whole one.
  let isPaired: Bool

  /// Nil where indices are as long as kernels.
  ///
  /// - Parameter hasPadLanes: whether there are lanes past the last channel, whose weights are +1.
  init?(_ codebook: KernelCodebook, hasPadLanes: Bool) {
    taps = codebook.taps
    let ones = Self.ones(taps: taps)
    let kernels = Set(codebook.kernels + (hasPadLanes ? [ones] : []))
    let pairs = Set(kernels.map { min($0, $0 ^ ones) })
    let bits = Self.bits(of: kernels.count)
    isPaired = Self.bits(of: pairs.count) < bits
    indexBits = bits
    if bits >= taps { return nil }
    if isPaired {
      let half = Self.filled(pairs.sorted(), to: 1 << (bits - 1))
      self.kernels = half + half.map { $0 ^ ones }
    } else {
      self.kernels = Self.filled(kernels.sorted(), to: 1 << bits)
    }
  }

  /// The kernel of weights that are all +1.
  static func ones(taps: Int) -> UInt64 { .max >> UInt64(64 - taps) }

  /// By kernel.
  var indices: [UInt64: Int] {
    Dictionary(
      kernels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// To tell apart so many; at least one.
  private static func bits(of count: Int) -> Int { max(1, (0...max(1, count - 1)).unsignedBits) }

  /// A place past the last repeats the nearest one below whose index has fewer bits that are 1, so
  /// that logic need not look at all bits.
  private static func filled(_ kernels: [UInt64], to count: Int) -> [UInt64] {
    (0..<count).map { place in
      var place = place
      while place >= kernels.count { place &= place - 1 }
      return kernels[place]
    }
  }

  /// For `$readmemh`: one row per kernel.
  var words: BitMatrix { BitMatrix(rows: kernels.count, columns: taps, words: kernels) }

  /// Bits of the tap and of the index, without the one that turns half a table around.
  private var addressBits: Int { (0...taps - 1).unsignedBits + indexBits - (isPaired ? 1 : 0) }

  /// LUT6 for each lane that give a weight from its index and the tap: one holds 64 entries, and
  /// one chooses among four. Yosys 0.23 took 1, 2, 5 and 12 for 4, 8, 16 and 32 kernels of nine
  /// taps.
  var lutsPerLane: Int {
    let turning = isPaired ? 1 : 0
    if addressBits <= 7 { return max(1, addressBits - 5) + turning }
    var banks = 1 << (addressBits - 6)
    var luts = banks
    while banks > 1 {
      banks = banks.dividedRoundingUp(by: 4)
      luts += banks
    }
    return luts + turning
  }

  /// LUT4 for each lane, with one more for each that is selected.
  var smallLUTsPerLane: Int {
    let entries = taps * kernels.count / (isPaired ? 2 : 1)
    return 2 * entries.dividedRoundingUp(by: 16) - 1 + (isPaired ? 1 : 0)
  }
}
