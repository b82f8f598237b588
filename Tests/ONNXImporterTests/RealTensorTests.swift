import Testing

@testable import ONNXImporter

@Suite("Real tensors")
struct RealTensorTests {
  @Test("give sizes only if all values are whole")
  func integers() {
    #expect(RealTensor(shape: [2], values: [3, -1]).integers == [3, -1])
    #expect(RealTensor(shape: [2], values: [3, 0.5]).integers == nil)
    #expect(RealTensor.scalar(.infinity).integers == nil)
  }
}
