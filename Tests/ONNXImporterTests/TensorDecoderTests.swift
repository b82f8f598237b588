import Foundation
import SwiftProtobuf
import Testing

@testable import ONNXImporter

@Suite("ONNX tensors")
struct TensorDecoderTests {
  private func decoded(_ fill: (inout Bnnhw_Onnx_Tensor) -> Void) throws -> RealTensor {
    var decoder = TensorDecoder(directory: nil)
    return try decoder.decode(.with(fill))
  }

  /// Bytes by the definitions of the formats, worked out by hand.
  @Test(
    "raw data are little-endian numbers of their type",
    arguments: [
      (1, [0, 0, 0xC0, 0x3F, 0, 0, 0x20, 0xC1], [1.5, -10]),
      (2, [0, 255], [0, 255]),
      (3, [127, 128], [127, -128]),
      (4, [0, 1, 0xFF, 0xFF], [256, 65535]),
      (5, [0, 1, 0xFF, 0xFF], [256, -1]),
      (6, [0, 0, 1, 0, 0xFE, 0xFF, 0xFF, 0xFF], [65536, -2]),
      (7, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80], [1, -0x1p63]),
      (9, [0, 1], [0, 1]),
      (10, [0x00, 0x3E, 0x00, 0xC9], [1.5, -10]),
      (11, [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0x24, 0xC0], [1.5, -10]),
      (12, [0, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF], [65536, 4_294_967_295]),
      (13, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80], [1, 0x1p63]),
      (16, [0xC0, 0x3F, 0x20, 0xC1], [1.5, -10]),
    ] as [(Int32, [UInt8], [Double])])
  func raw(type: Int32, bytes: [UInt8], expected: [Double]) throws {
    let tensor = try decoded {
      $0.dataType = type
      $0.dims = [2, 1]
      $0.rawData = Data(bytes)
    }
    #expect(tensor == RealTensor(shape: [2, 1], values: expected))
  }

  @Test("numbers stand in the field of their type")
  func listed() throws {
    let fill: [(Int32, (inout Bnnhw_Onnx_Tensor) -> Void, [Double])] = [
      (1, { $0.floatData = [1.5, -2] }, [1.5, -2]),
      (11, { $0.doubleData = [0.1, -2] }, [0.1, -2]),
      (7, { $0.int64Data = [-5, 6] }, [-5, 6]),
      (6, { $0.int32Data = [-5, 6] }, [-5, 6]),
      (5, { $0.int32Data = [-5, 6] }, [-5, 6]),
      (3, { $0.int32Data = [-5, 6] }, [-5, 6]),
      (2, { $0.int32Data = [5, 255] }, [5, 255]),
      (4, { $0.int32Data = [5, 65535] }, [5, 65535]),
      (9, { $0.int32Data = [0, 1] }, [0, 1]),
      (10, { $0.int32Data = [0x3C00, 0xBC00] }, [1, -1]),
      (16, { $0.int32Data = [0x3F80, 0xBF80] }, [1, -1]),
      (12, { $0.uint64Data = [5, 4_294_967_295] }, [5, 4_294_967_295]),
      (13, { $0.uint64Data = [5, 6] }, [5, 6]),
    ]
    for (type, fill, expected) in fill {
      let tensor = try decoded {
        $0.dataType = type
        $0.dims = [2]
        fill(&$0)
      }
      #expect(tensor.values == expected, "type \(type)")
    }
  }

  @Test(
    "16-bit floats are what IEEE 754 says",
    arguments: [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03FF, 1023 * 0x1p-24), (0x0400, 0x1p-14),
      (0x3C01, 1 + 0x1p-10),
      (0x7BFF, 65504), (0x7C00, .infinity), (0xFC00, -.infinity), (0xC000, -2),
    ] as [(UInt16, Double)])
  func half(bits: UInt16, expected: Double) {
    #expect(Double(halfBits: bits) == expected)
  }

  @Test("a 16-bit float can be no number")
  func halfNaN() {
    #expect(Double(halfBits: 0x7E00).isNaN)
    #expect(Double(halfBits: 0x8000).sign == .minus)
  }

  @Test("a tensor without axes is one number, and one with a size of 0 is none")
  func shapes() throws {
    let scalar = try decoded {
      $0.dataType = 1
      $0.floatData = [4]
    }
    #expect(scalar == .scalar(4))
    let empty = try decoded {
      $0.dataType = 1
      $0.dims = [3, 0]
      $0.rawData = Data()
    }
    #expect(empty == RealTensor(shape: [3, 0], values: []))
  }

  @Test(
    "what is no tensor of numbers is refused with the reason",
    arguments: [
      (8, [1], 0, "elements are of type string, but expected numbers"),
      (14, [1], 8, "elements are of type complex64, but expected numbers"),
      (99, [1], 8, "elements are of type 99, but expected numbers"),
      (1, [2, 3], 23, "data has 23 bytes, but expected 24 bytes for 2×3"),
      (1, [], 8, "data has 8 bytes, but expected 4 bytes for a scalar"),
      (1, [2], 0, "data has 0 numbers, but expected 2 numbers for 2"),
      (1, [-1], 4, "size -1 is negative or too large, but expected at most 2^28 elements"),
      (
        1, [1 << 32, 1 << 32, 0], 4,
        "size 4294967296×4294967296×0 is negative or too large, but expected at most 2^28 elements"
      ),
      (
        1, [0, 1 << 20, 1 << 20], 0,
        "size 0×1048576×1048576 is negative or too large, but expected at most 2^28 elements"
      ),
    ] as [(Int32, [Int64], Int, String)])
  func refused(type: Int32, sizes: [Int64], bytes: Int, reason: String) throws {
    let failure = #expect(throws: TensorFailure.self) {
      try decoded {
        $0.dataType = type
        $0.dims = sizes
        if bytes > 0 { $0.rawData = Data(repeating: 0, count: bytes) }
      }
    }
    #expect(failure?.id == "onnx.tensor")
    #expect(failure?.reason == reason)
  }
}
