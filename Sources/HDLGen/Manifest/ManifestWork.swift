extension Manifest {
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
