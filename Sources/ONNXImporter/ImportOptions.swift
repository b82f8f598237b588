public import BNNIR

/// What a graph does not say itself.
public struct ImportOptions: Sendable {
  /// In what order the axes of the graph's input come.
  public enum Layout: String, CaseIterable, Sendable {
    /// Batch, channel, row, column: PyTorch.
    case channelsFirst = "nchw"
    /// Batch, row, column, channel: Keras.
    case channelsLast = "nhwc"
  }

  /// The network's name; nil takes the file's.
  public var name: String?
  /// How pixels are stored; nil takes what FINN notes, or `uint8`.
  public var pixels: InputLayer.PixelType?
  /// The graph's input is scale · pixel + offset. Nil: 1/255, or 1 where the graph divides itself.
  public var inputScale: Double?
  public var inputOffset: Double?
  /// Nil: found in the graph.
  public var layout: Layout?
  /// What Sign makes of 0: 1 or −1. Nil: 0, which no bit can be.
  public var signOfZero: Int?
  /// The value that leaves the network; nil takes the graph's output.
  public var output: String?

  public init() {}
}
