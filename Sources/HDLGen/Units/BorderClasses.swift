internal import BNNIR

/// How many columns and rows at the borders of a map of outputs are classes of their own; what lies
/// between is one class. Class = vertical · (left + 1 + right) + horizontal.
public struct BorderClasses: Hashable, Sendable {
  let left: Int
  let right: Int
  let top: Int
  let bottom: Int

  var count: Int { (left + 1 + right) * (top + 1 + bottom) }

  static let one = BorderClasses(left: 0, right: 0, top: 0, bottom: 0)

  private init(left: Int, right: Int, top: Int, bottom: Int) {
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
  }

  /// The classes of windows that meet the same padding.
  init(of geometry: WindowGeometry, over shape: TensorShape) {
    let output = geometry.outputSize(for: shape)
    (left, right) = Self.axis(
      output.x, stride: geometry.stride.x, span: geometry.span.x, size: shape.width,
      before: geometry.padding.left)
    (top, bottom) = Self.axis(
      output.y, stride: geometry.stride.y, span: geometry.span.y, size: shape.height,
      before: geometry.padding.top)
  }

  private static func axis(
    _ output: Int, stride: Int, span: Int, size: Int, before: Int
  ) -> (Int, Int) {
    let first = (0..<output).count { $0 * stride < before }
    let last = (0..<output).count { $0 * stride + span > before + size }
    return first + last <= output ? (first, last) : (output - 1, 0)
  }

  /// A window of each class, in the order of the classes; for a class without one, any window.
  func representatives(of output: WindowGeometry.Pair) -> [WindowGeometry.Pair] {
    let rows = Self.places(output.y, top, bottom)
    let columns = Self.places(output.x, left, right)
    return rows.flatMap { y in columns.map { x in WindowGeometry.Pair(y: y, x: x) } }
  }

  /// The classes that every so many pixels of a row meet, over all rows: those of the columns x
  /// with x mod `pixels` = `pixel`.
  func met(by pixel: Int, of pixels: Int, in width: Int) -> [Int] {
    let columns = Set(stride(from: pixel, to: width, by: pixels).map { column(of: $0, in: width) })
    return (0..<top + 1 + bottom).flatMap { row in
      columns.sorted().map { row * (left + 1 + right) + $0 }
    }
  }

  private func column(of x: Int, in width: Int) -> Int {
    x < left ? x : x < width - right ? left : left + 1 + x - (width - right)
  }

  private static func places(_ output: Int, _ first: Int, _ last: Int) -> [Int] {
    Array(0..<first) + [min(first, output - 1)] + Array(output - last..<output)
  }
}
