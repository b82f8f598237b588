import BNNIR
import Testing

@testable import HDLGen

@Suite("Border classes")
struct BorderClassesTests {
  /// A 3 × 3 window with padding 1 over 4 rows of 6 pixels: a border of one pixel on each side.
  private let classes = BorderClasses(
    of: WindowGeometry(
      kernel: .init(y: 3, x: 3), stride: .init(y: 1, x: 1), dilation: .init(y: 1, x: 1),
      padding: .init(top: 1, bottom: 1, left: 1, right: 1)),
    over: TensorShape(height: 4, width: 6, channels: 1))

  @Test("every pixel of a row meets three columns of classes, and three rows of them")
  func onePixel() {
    #expect(classes.met(by: 0, of: 1, in: 6) == Array(0..<9))
  }

  @Test("of pairs the left pixel never meets the right border, nor the right one the left border")
  func pairs() {
    #expect(classes.met(by: 0, of: 2, in: 6) == [0, 1, 3, 4, 6, 7])
    #expect(classes.met(by: 1, of: 2, in: 6) == [1, 2, 4, 5, 7, 8])
  }

  @Test("of three pixels that go together the middle one meets no border on its sides")
  func threes() {
    #expect(classes.met(by: 1, of: 3, in: 6) == [1, 4, 7])
  }

  @Test("of a whole row each pixel meets its own column")
  func rows() {
    let columns = (0..<6).map { classes.met(by: $0, of: 6, in: 6).map { $0 % 3 } }
    #expect(columns == [[0, 0, 0], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [2, 2, 2]])
  }
}
