internal import BNNIR

/// What the weights of a matrix take on 7-series FPGAs, in either storage: as they are, or as
/// indices of few different kernels where that is less.
struct WeightCost: Hashable, Sendable {
  /// So few words in LUTs are better part of the logic.
  static let mostWiredWords = 32

  /// A word of weights for every beat of a vector.
  let words: MemoryCost
  private let kernels: Kernels?

  private struct Kernels: Hashable {
    let table: KernelTable
    let indices: MemoryCost
    let luts: Int
  }

  /// Of a matrix with `taps` kernel positions that PE rows and SIMD columns of a tap are taken
  /// from.
  ///
  /// - Parameter codebook: nil where weights are stored as they are: those that can be written, and
  ///   those of depthwise layers.
  init(
    rows: Int, columns: Int, taps: Int, pe: Int, simd: Int, bitsPerWeight: Int,
    codebook: KernelCodebook?
  ) {
    let channels = columns / taps
    let words = MemoryCost(
      depth: rows.dividedRoundingUp(by: pe) * taps * channels.dividedRoundingUp(by: simd),
      width: pe * simd * bitsPerWeight)
    self.words = words
    kernels = codebook.flatMap { KernelTable($0, hasPadLanes: channels % simd != 0) }.map {
      Kernels(
        table: $0,
        indices: MemoryCost(depth: words.depth / taps, width: words.width * $0.indexBits),
        luts: words.width * $0.lutsPerLane)
    }
  }

  private init(words: MemoryCost) {
    self.words = words
    kernels = nil
  }

  /// As they are, whatever the kernels.
  var withoutKernels: WeightCost { WeightCost(words: words) }

  /// What indices choose from; nil where these take no less than the weights themselves.
  func kernelTable(in storage: WeightStorage) -> KernelTable? {
    cheaperKernels(in: storage)?.table
  }

  private func cheaperKernels(in storage: WeightStorage) -> Kernels? {
    guard let kernels else { return nil }
    switch storage {
    case .lut:
      let isLess = kernels.indices.luts + kernels.luts < words.luts
      return isLess && words.depth > Self.mostWiredWords ? kernels : nil
    case .block:
      let saved = (words.halfBlocks - kernels.indices.halfBlocks) * MemoryCost.lutsPerHalfBlock
      return kernels.luts < saved ? kernels : nil
    }
  }

  func luts(in storage: WeightStorage) -> Int {
    let kernels = cheaperKernels(in: storage)
    switch storage {
    case .lut: return kernels.map { $0.indices.luts + $0.luts } ?? words.luts
    case .block: return kernels?.luts ?? 0
    }
  }

  func halfBlocks(in storage: WeightStorage) -> Int {
    switch storage {
    case .lut: 0
    case .block: (cheaperKernels(in: storage)?.indices ?? words).halfBlocks
    }
  }

  /// The storage that takes the smaller share of a device.
  var best: WeightStorage {
    func cost(_ storage: WeightStorage) -> Int {
      luts(in: storage) + halfBlocks(in: storage) * MemoryCost.lutsPerHalfBlock
    }
    return cost(.lut) > cost(.block) ? .block : .lut
  }
}
