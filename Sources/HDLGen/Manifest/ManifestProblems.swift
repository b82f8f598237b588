/// What must hold for a manifest's values to be used in arithmetic, Verilog text, a tool's script
/// and paths. Where one does not, `problem` says so in a sentence.
extension Manifest {
  var problem: String? {
    if let name = identifiers.first(where: { !$0.isIdentifier }) {
      return "'\(name)' is not an identifier"
    }
    if let path = paths.first(where: { !$0.isPlainPath }) {
      return "'\(path)' is not a path inside the directory"
    }
    let ports = [("input", input), ("output", output)]
    if let (name, _) = ports.first(where: { !$0.1.isConsistent }) {
      return "the sizes of '\(name)' do not fit together"
    }
    if let stream = streams.first(where: { !$0.isConsistent }) {
      return "the sizes of stream '\(stream.name)' do not fit together"
    }
    if let unit = units.first(where: { !$0.isConsistent }) {
      return "the sizes of unit '\(unit.name)' do not fit together"
    }
    let cycles = [cyclesPerFrame, boundCyclesPerFrame, latencyCycles, clockHertz]
    if !cycles.areAll(within: 1...1 << 48) { return "a number of cycles is out of range" }
    return cyclesPerFrame < boundCyclesPerFrame
      ? "\(cyclesPerFrame) cycles per frame are fewer than the slowest layer takes" : nil
  }

  /// Names in Verilog, and in the scripts that tools read.
  private var identifiers: [String] {
    let names = units.flatMap { [$0.name, $0.module, $0.layer] + $0.parameters.map(\.name) }
    let shared = units.compactMap(\.engine).flatMap(\.layers).map(\.name)
    let ends = streams.flatMap {
      [$0.name] + [$0.producer, $0.consumer, $0.layer].compactMap(\.self)
    }
    return [top] + names + shared + ends
  }

  private var paths: [String] {
    let memories = units.flatMap(\.memories).map(\.file)
    let images = units.compactMap(\.engine).flatMap { [$0.image, $0.bytes] }
    return files.map(\.path) + [network] + memories + images
  }
}

extension Manifest.Port {
  fileprivate var isConsistent: Bool {
    let sizes = [dataBits, lanes, laneBits, elementBits, elementsPerVector, vectorsPerFrame]
    return sizes.areAll(within: 1...1 << 24) && laneBits <= 32 && elementBits <= laneBits
      && dataBits % 8 == 0 && lanes * laneBits <= dataBits
      && beatsPerFrame == (elementsPerVector + lanes - 1) / lanes * vectorsPerFrame
  }
}

extension Manifest.Stream {
  fileprivate var isConsistent: Bool {
    [elementBits, lanes, elementsPerVector, vectorsPerFrame].areAll(within: 1...1 << 24)
      && elementBits <= 32
  }
}

extension Manifest.Unit {
  fileprivate var isConsistent: Bool {
    let amounts = memories.flatMap { [$0.width, $0.depth] } + [popcountTables ?? 0]
    return (0...1 << 24).contains(lanes) && (1...1 << 48).contains(cyclesPerFrame)
      && (popcountTables == nil || lanes > 0) && amounts.areAll(within: 0...1 << 40)
      && parameters.allSatisfy(\.isConsistent) && folding?.isConsistent ?? true
      && kernels?.isConsistent ?? true && engine?.isConsistent ?? true
      && inventory.isConsistent && predicted.isConsistent
  }
}

extension Manifest.Parameter {
  /// Numbers of which a circuit or a list is made anew.
  private static let counts: Set = ["AccBits", "Depth", "OutHeight", "OutWidth", "Pixels", "Width"]

  fileprivate var isConsistent: Bool {
    switch value {
    case .integer(let number) where name == "Stages": (0...64).contains(number)
    case .integer(let number) where Self.counts.contains(name): (0...1 << 24).contains(number)
    case .integer(let number): (-1 << 32...1 << 32).contains(number)
    case .string(let text): text.isEmpty || text.isPlainPath
    }
  }
}

extension Manifest.Folding {
  fileprivate var isConsistent: Bool {
    [rows, columns].areAll(within: 1...1 << 24) && (1...rows).contains(pe)
      && (1...columns).contains(simd)
  }
}

extension Manifest.Kernels {
  fileprivate var isConsistent: Bool {
    (1...64).contains(indexBits) && (0...1 << 40).contains(tables)
  }
}

extension Manifest.Engine {
  fileprivate var isConsistent: Bool {
    let sizes = [pe, simd] + layers.flatMap { [$0.rows, $0.columns, $0.products] }
    let amounts = [imageBeats, imageBytes, memoryDelay] + layers.map(\.cyclesPerFrame)
    return sizes.areAll(within: 1...1 << 24) && amounts.areAll(within: 0...1 << 48)
      && (0...64).contains(popcountStages) && (8...1 << 12).contains(axiBits)
      && (1...64).contains(addressBits)
  }
}

extension Inventory {
  fileprivate var isConsistent: Bool {
    let memorySizes = memories.flatMap { [$0.width, $0.depth] }
    let factors = multipliers.flatMap {
      [$0.leftBits, $0.rightBits, $0.productBits, $0.sumBits, $0.count, $0.registerBits ?? 0]
    }
    let popcountSizes = popcounts.map { [$0.width, $0.count, $0.words, $0.stages] } ?? []
    let known = [popcounts?.tables, popcounts?.registers].compactMap(\.self)
    return (parts.values + [flipFlops] + known).areAll(within: 0...1 << 40)
      && (memorySizes + factors + popcountSizes).areAll(within: 0...1 << 31)
  }
}

extension Resources {
  fileprivate var isConsistent: Bool {
    [lut, lutram, ff, carry, dsp].areAll(within: 0...1 << 40)
      && (0...0x1p40).contains(bram36)
  }
}

extension Sequence<Int> {
  fileprivate func areAll(within range: ClosedRange<Int>) -> Bool {
    allSatisfy(range.contains)
  }
}

extension String {
  fileprivate var isIdentifier: Bool { wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }

  /// Whether it needs no quotes in a tool's script, and does not lead out of a directory.
  fileprivate var isPlainPath: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return wholeMatch(of: /[A-Za-z0-9_.][A-Za-z0-9_.\/-]*/) != nil
      && parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." }
  }
}
