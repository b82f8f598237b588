extension Manifest {
  /// A unit that several layers share, with weights in external memory.
  public struct Engine: Codable, Hashable, Sendable {
    public let layers: [Layer]
    public let pe: Int
    public let simd: Int
    public let popcountStages: Int
    /// Of the AXI4 port `m_axi_weights`.
    public let axiBits: Int
    public let addressBits: Int
    /// What lies in external memory from `weights_base` on: a line of hex digits for each beat, and
    /// the same as bytes.
    public let image: String
    public let bytes: String
    /// Beats that are read for each frame, and bytes.
    public let imageBeats: Int
    public let imageBytes: Int
    /// Cycles from an address to its first beat for which `cyclesPerFrame` and `latencyCycles`
    /// hold.
    public let memoryDelay: Int

    /// A matrix, and how many products with it a frame takes.
    public struct Layer: Codable, Hashable, Sendable {
      public let name: String
      public let rows: Int
      public let columns: Int
      public let products: Int
      /// Without waiting.
      public let cyclesPerFrame: Int
    }
  }
}

extension Manifest.Engine {
  init(_ unit: EngineUnit) {
    layers = unit.layers.map { layer in
      let folds = layer.folds(pe: unit.pe)
      let waits = folds * (unit.stages + 2 + unit.startWords)
      return Layer(
        name: layer.name, rows: layer.rows, columns: layer.columns, products: layer.products,
        cyclesPerFrame: folds * layer.tileWords(simd: unit.simd) * layer.products + waits)
    }
    pe = unit.pe
    simd = unit.simd
    popcountStages = unit.stages
    axiBits = unit.axiBits
    addressBits = EngineUnit.addressBits
    image = unit.weightPath
    bytes = unit.bytesPath
    imageBeats = unit.imageBeats
    imageBytes = unit.imageBeats * unit.axiBits / 8
    memoryDelay = EngineTiming.memoryDelay
  }
}
