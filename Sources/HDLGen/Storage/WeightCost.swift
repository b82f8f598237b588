internal import BNNIR

/// What the weights of a matrix take on 7-series FPGAs, in either storage: as they are, or as indices
/// of few different kernels where that is less.
struct WeightCost: Hashable, Sendable {
  /// So few words in LUTs are better part of the logic.
  static let mostWiredWords = 32

  /// A word of weights for every beat of a vector.
  let words: MemoryCost
  private let kernels: Kernels?

  private struct Kernels: Hashable {
    let indices: MemoryCost
    let luts: Int
  }

  /// - Parameters:
  ///   - words: with the weights of all lanes side by side.
  ///   - table: nil if there is none that can be used.
  init(words: MemoryCost, table: KernelTable?) {
    self.words = words
    kernels = table.map {
      Kernels(
        indices: MemoryCost(depth: words.depth / $0.taps, width: words.width * $0.indexBits),
        luts: words.width * $0.lutsPerLane)
    }
  }

  /// Whether indices take less than the weights themselves.
  func usesKernels(in storage: WeightStorage) -> Bool { cheaperKernels(in: storage) != nil }

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
