/// How a kernel moves over a feature map: sizes and steps in pixels, y before x.
public struct WindowGeometry: Hashable, Sendable {
  public struct Pair: Hashable, Sendable {
    public let y: Int
    public let x: Int

    public init(y: Int, x: Int) {
      self.y = y
      self.x = x
    }
  }

  /// Pixels added around the map.
  public struct Padding: Hashable, Sendable {
    public let top: Int
    public let bottom: Int
    public let left: Int
    public let right: Int

    public init(top: Int, bottom: Int, left: Int, right: Int) {
      self.top = top
      self.bottom = bottom
      self.left = left
      self.right = right
    }

    public static let none = Padding(top: 0, bottom: 0, left: 0, right: 0)
  }

  public let kernel: Pair
  public let stride: Pair
  public let dilation: Pair
  public let padding: Padding

  public init(kernel: Pair, stride: Pair, dilation: Pair, padding: Padding) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// Kernel positions of one window, in the order (ky, kx).
  public var taps: Int { kernel.y * kernel.x }

  /// Pixels from a window's first row to its last, both counted; likewise columns.
  public var span: Pair {
    Pair(y: (kernel.y - 1) * dilation.y + 1, x: (kernel.x - 1) * dilation.x + 1)
  }

  /// Height and width of the map with its padding.
  public func padded(_ shape: TensorShape) -> Pair {
    Pair(
      y: shape.height + padding.top + padding.bottom,
      x: shape.width + padding.left + padding.right)
  }

  /// Windows in each direction: ⌊(size − span) / stride⌋ + 1, for a map that a window fits.
  public func outputSize(for shape: TensorShape) -> Pair {
    let size = padded(shape)
    return Pair(y: (size.y - span.y) / stride.y + 1, x: (size.x - span.x) / stride.x + 1)
  }

  /// The pixel of the unpadded map under a tap of a window; nil if it is padding.
  public func source(
    of window: Pair, tap: Pair, in shape: TensorShape
  ) -> (y: Int, x: Int)? {
    let y = window.y * stride.y + tap.y * dilation.y - padding.top
    let x = window.x * stride.x + tap.x * dilation.x - padding.left
    guard (0..<shape.height).contains(y), (0..<shape.width).contains(x) else { return nil }
    return (y, x)
  }

  /// The pixel under a window's first tap if the window meets no padding and its kernel rows are
  /// neighbouring pixels.
  func unpaddedStart(of window: Pair, in shape: TensorShape) -> (y: Int, x: Int)? {
    let y = window.y * stride.y - padding.top
    let x = window.x * stride.x - padding.left
    guard dilation.x == 1, y >= 0, x >= 0, y + span.y <= shape.height, x + span.x <= shape.width
    else { return nil }
    return (y, x)
  }

  /// Calls the body with the output pixel and the input pixel of every tap inside the map, counted
  /// through all frames of a batch.
  func forEachTap(
    over shape: TensorShape, frames: Int, _ body: (_ target: Int, _ source: Int) -> Void
  ) {
    let size = outputSize(for: shape)
    for frame in 0..<frames {
      for window in 0..<size.y * size.x {
        for tap in 0..<taps {
          let source = source(
            of: Pair(y: window / size.x, x: window % size.x),
            tap: Pair(y: tap / kernel.x, x: tap % kernel.x), in: shape)
          guard let source else { continue }
          body(
            frame * size.y * size.x + window,
            frame * shape.pixels + source.y * shape.width + source.x)
        }
      }
    }
  }

  /// The map that pools give: as many channels as they read.
  func pooledShape(of shape: TensorShape) -> TensorShape {
    let size = outputSize(for: shape)
    return TensorShape(height: size.y, width: size.x, channels: shape.channels)
  }

  /// Whether every window has a tap inside the map.
  func everyWindowMeetsMap(_ shape: TensorShape) -> Bool {
    let output = outputSize(for: shape)
    let rows = (0..<output.y).allSatisfy { y in
      (0..<kernel.y).contains {
        (0..<shape.height).contains(y * stride.y + $0 * dilation.y - padding.top)
      }
    }
    let columns = (0..<output.x).allSatisfy { x in
      (0..<kernel.x).contains {
        (0..<shape.width).contains(x * stride.x + $0 * dilation.x - padding.left)
      }
    }
    return rows && columns
  }
}
