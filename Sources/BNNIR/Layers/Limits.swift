/// Sizes beyond which a document is refused before memory is asked for.
enum Limits {
  /// Elements of one frame of one tensor, and neurons of one layer.
  static let maximumElements = 1 << 24
  /// Elements of one frame of all tensors together.
  static let maximumTotalElements = 1 << 26
  /// Layers of one network.
  static let maximumLayers = 4096
}
