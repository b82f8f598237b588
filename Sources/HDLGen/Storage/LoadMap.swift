internal import BNNIR

/// Where the AXI4-Lite port writes each matrix's weights and thresholds.
///
/// A memory's word of B bits is ⌈B / 32⌉ parts, the lowest first, in a power of two of addresses; a
/// memory has a power of two of addresses as well, and begins at a multiple of it.
struct LoadMap {
  /// Numbers of the first 32-bit words, not bytes.
  struct Bases: Hashable, Sendable {
    var weights = 0
    var thresholds = 0
  }

  struct Region {
    let unit: String
    let image: MemoryImage
    let base: Int
  }

  private(set) var regions: [Region] = []

  /// Gives every matrix some bases, not yet its own: what it takes does not depend on them.
  static func announce(_ graph: DataflowGraph) -> DataflowGraph {
    var graph = graph
    for index in graph.instances.indices {
      guard let unit = graph.instances[index].unit.matrix else { continue }
      graph.instances[index].unit = .matrixVector(unit.with(bases: Bases()))
    }
    return graph
  }

  /// Gives every matrix its bases, after all that decides on its memories.
  static func assign(_ graph: DataflowGraph) -> DataflowGraph {
    var graph = graph
    var next = 0
    for index in graph.instances.indices {
      guard case .matrixVector(let unit) = graph.instances[index].unit else { continue }
      let bases = unit.memories.map { memory in
        let span = Self.span(of: memory)
        let base = next.dividedRoundingUp(by: span) * span
        next = base + span
        return base
      }
      graph.instances[index].unit = .matrixVector(
        unit.with(bases: Bases(weights: bases[0], thresholds: bases.dropFirst().first ?? 0)))
    }
    return graph
  }

  /// Nil if the matrices have no bases, or there are no matrices.
  init?(_ graph: DataflowGraph) {
    for instance in graph.instances {
      guard let unit = instance.unit.matrix else { continue }
      guard let bases = unit.bases else { return nil }
      for (image, base) in zip(unit.memories, [bases.weights, bases.thresholds]) {
        regions.append(Region(unit: instance.name, image: image, base: base))
      }
    }
    if regions.isEmpty { return nil }
  }

  /// All writes that load the design's own weights: byte address and data, 8 hex digits each.
  var file: MemoryImage {
    var writes: [(address: Int, data: UInt32)] = []
    for region in regions {
      let step = 1 << Self.partBits(of: region.image)
      for word in 0..<region.image.depth {
        for part in 0..<region.image.width.dividedRoundingUp(by: 32) {
          writes.append((4 * (region.base + word * step + part), region.data(word, part)))
        }
      }
    }
    var words = BitMatrix(rows: writes.count, columns: 64)
    for (row, write) in writes.enumerated() {
      for bit in 0..<32 {
        if write.data >> UInt32(bit) & 1 == 1 { words[row, bit] = true }
        if write.address >> bit & 1 == 1 { words[row, 32 + bit] = true }
      }
    }
    return MemoryImage(path: Manifest.LoadPort.path, words: words)
  }

  var description: Manifest.LoadPort {
    Manifest.LoadPort(
      file: Manifest.LoadPort.path, writes: file.depth,
      regions: regions.map {
        .init(
          unit: $0.unit, memory: $0.image.path, address: 4 * $0.base, words: $0.image.depth,
          bits: $0.image.width, bytesPerWord: 4 << Self.partBits(of: $0.image))
      })
  }

  private static func partBits(of image: MemoryImage) -> Int {
    bits(of: image.width.dividedRoundingUp(by: 32))
  }

  private static func span(of image: MemoryImage) -> Int {
    1 << (bits(of: image.depth) + partBits(of: image))
  }

  /// ⌈log2 count⌉.
  private static func bits(of count: Int) -> Int { count == 1 ? 0 : (0...count - 1).unsignedBits }
}

extension LoadMap.Region {
  fileprivate func data(_ word: Int, _ part: Int) -> UInt32 {
    (0..<min(32, image.width - 32 * part)).reduce(0) { data, bit in
      image.words[word, 32 * part + bit] ? data | 1 << UInt32(bit) : data
    }
  }
}
