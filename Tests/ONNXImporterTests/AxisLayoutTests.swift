import BNNIR
import Testing

@testable import ONNXImporter

@Suite("Axis layouts")
struct AxisLayoutTests {
  /// 2 channels of 3 rows and 4 columns.
  private static let map = AxisLayout([nil, (.channel, 2), (.row, 3), (.column, 4)])
  private static let shape = TensorShape(height: 3, width: 4, channels: 2)

  @Test("flattened maps of PyTorch go through the channels first")
  func flattened() throws {
    let flat = try #require(Self.map.reshaped(to: [1, 24]))
    // Element 13 of channel 1 (12 pixels each) is its pixel (0, 1): network element (0·4 + 1)·2 +
    // 1.
    #expect(flat.elements(in: Self.shape)[13] == 3)
    #expect(flat.elements(in: Self.shape).sorted() == Array(0..<24))
  }

  @Test("those of Keras are in the network's order")
  func transposed() throws {
    let flat = try #require(Self.map.transposed([0, 2, 3, 1]).reshaped(to: [1, 24]))
    #expect(flat.elements(in: Self.shape) == Array(0..<24))
  }

  @Test("axes can be joined and separated again, not cut")
  func reshaped() throws {
    let flat = try #require(Self.map.reshaped(to: [2, 12]))
    #expect(flat.reshaped(to: [1, 2, 3, 4]) == Self.map)
    #expect(Self.map.reshaped(to: [1, 4, 6]) == nil)
    #expect(Self.map.reshaped(to: [1, 23]) == nil)
  }

  @Test("constants are one number for each channel, or differ between pixels")
  func constants() {
    let perChannel = RealTensor(shape: [2, 1, 1], values: [5, 6])
    #expect(Self.map.channelValues(of: perChannel) == [5, 6])
    #expect(Self.map.channelValues(of: .scalar(3)) == [3])
    let perColumn = RealTensor(shape: [4], values: [1, 1, 1, 2])
    #expect(Self.map.channelValues(of: perColumn) == nil)
    let equal = RealTensor(shape: [4], values: [1, 1, 1, 1])
    #expect(Self.map.channelValues(of: equal) == [1])
    #expect(Self.map.channelValues(of: RealTensor(shape: [5], values: [1, 1, 1, 1, 1])) == nil)
  }
}
