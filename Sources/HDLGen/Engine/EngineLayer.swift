internal import BNNIR

/// A layer as the shared engine computes it: a convolution of bits, with thresholds and a max-pool
/// behind it or with scores. A dense layer is a convolution whose kernel is the whole map.
struct EngineLayer: Hashable, Sendable {
  let name: String
  /// The map that it reads.
  let shape: TensorShape
  /// Without groups.
  let geometry: WindowGeometry
  let paddingValue: PaddingValue
  /// Of the bits; without padding.
  let pool: WindowGeometry?
  /// One row per filter; columns in the order (ky, kx, channel).
  let weights: BitMatrix
  /// The popcount from which on each row fires; nil for scores.
  let thresholds: [Int]?

  var rows: Int { weights.rows }
  var columns: Int { weights.columns }

  /// The map that it gives.
  var outputShape: TensorShape {
    let size = geometry.outputSize(for: shape)
    let map = TensorShape(height: size.y, width: size.x, channels: rows)
    guard let pool else { return map }
    let pooled = pool.outputSize(for: map)
    return TensorShape(height: pooled.y, width: pooled.x, channels: rows)
  }

  /// Matrix-vector products per frame; pixels of overlapping pools are computed again.
  var products: Int { outputShape.pixels * (pool?.taps ?? 1) }

  func words(simd: Int) -> Int { shape.channels.dividedRoundingUp(by: simd) }

  /// Words of a row's weights.
  func tileWords(simd: Int) -> Int { geometry.taps * words(simd: simd) }

  func folds(pe: Int) -> Int { rows.dividedRoundingUp(by: pe) }
}
