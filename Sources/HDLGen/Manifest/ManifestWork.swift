extension Manifest {
  /// Whether all matrices but the first multiply single bits by weights of ±1, and the bits are not
  /// planes of integers.
  public var isBinary: Bool {
    let matrices = units.filter { $0.macsPerFrame > 0 }
    let hasPlanes = units.contains { ["bnn_bit_plane", "bnn_gated_add"].contains($0.module) }
    return !hasPlanes
      && matrices.dropFirst().allSatisfy { unit in
        ["InBits", "WeightBits"].allSatisfy { unit.integer($0) ?? 1 == 1 }
      }
  }

  /// Multiplications with weights per frame, those of integer weights among them.
  public var macsPerFrame: Int { units.reduce(0) { $0 + $1.macsPerFrame } }
}

extension Manifest.Unit {
  /// Rows × columns × products per frame of a matrix, or of those that share an engine; 0
  /// elsewhere.
  public var macsPerFrame: Int {
    if let engine { return engine.layers.reduce(0) { $0 + $1.rows * $1.columns * $1.products } }
    guard let folding else { return 0 }
    let products = (integer("OutWidth") ?? 1) * (integer("OutHeight") ?? 1)
    return folding.rows * folding.columns * products
  }
}
