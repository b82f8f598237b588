/// The types of numbers that ONNX has and that are read, by their code in the file.
enum TensorElement: Int, CaseIterable, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case float64 = 11
  case uint32 = 12
  case uint64 = 13
  case bfloat16 = 16

  /// Bytes of a number in raw data.
  var bytes: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// What messages call a code, also one of a type that is not read.
  static func name(of code: Int) -> String {
    if let element = TensorElement(rawValue: code) { return "\(element)" }
    return switch code {
    case 0: "undefined"
    case 8: "string"
    case 14: "complex64"
    case 15: "complex128"
    case 17...20: "float8"
    case 21: "uint4"
    case 22: "int4"
    case 23: "float4"
    default: "\(code)"
    }
  }
}

extension Double {
  /// The number that 16 bits of IEEE 754 binary16 stand for.
  ///
  /// Swift's own Float16 does not exist on every platform that the package builds for.
  init(halfBits bits: UInt16) {
    let fraction = Double(bits & 0x3FF)
    let magnitude: Double =
      switch bits >> 10 & 0x1F {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      case let exponent:
        (1024 + fraction) * Double(sign: .plus, exponent: Int(exponent) - 25, significand: 1)
      }
    self = bits >> 15 == 0 ? magnitude : -magnitude
  }

  /// The number that 16 bits of bfloat16, the upper half of a binary32, stand for.
  init(brainBits bits: UInt16) {
    self = Double(Float(bitPattern: UInt32(bits) << 16))
  }
}
