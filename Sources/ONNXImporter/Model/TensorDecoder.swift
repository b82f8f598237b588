internal import BNNIR
internal import Foundation

/// Decodes the tensors of one file.
///
/// Memory is taken only for data that is there: sizes are compared with the data before.
struct TensorDecoder {
  /// Numbers of one tensor, and of all tensors of a file together.
  static let maximumCount = 1 << 28

  private let external: ExternalData
  private var total = 0

  init(directory: URL?) {
    external = ExternalData(directory: directory)
  }

  mutating func decode(_ tensor: Bnnhw_Onnx_Tensor) throws(TensorFailure) -> RealTensor {
    guard let element = TensorElement(rawValue: Int(tensor.dataType)) else {
      throw .notNumeric(code: Int(tensor.dataType))
    }
    let shape = try Self.shape(tensor.dims)
    let count = shape.reduce(1, *)
    total += count
    guard total <= Self.maximumCount else { throw .tooManyInAll }
    return RealTensor(shape: shape, values: try values(of: tensor, element, count: count))
  }

  /// Sizes whose product fits in memory whatever their order; zeros do not hide the others.
  private static func shape(_ sizes: [Int64]) throws(TensorFailure) -> [Int] {
    var product = 1
    for size in sizes {
      guard size >= 0, size <= maximumCount else { throw .impossible(sizes) }
      product *= max(1, Int(size))
      guard product <= maximumCount else { throw .impossible(sizes) }
    }
    return sizes.map { Int($0) }
  }

  private func values(
    of tensor: Bnnhw_Onnx_Tensor, _ element: TensorElement, count: Int
  ) throws(TensorFailure) -> [Double] {
    if tensor.dataLocation == 1 {
      let length = count * element.bytes
      return Self.unpacked(try external.bytes(tensor.externalData, count: length), element)
    }
    if tensor.hasRawData && !(tensor.rawData.isEmpty && count > 0) {
      guard tensor.rawData.count == count * element.bytes else {
        throw .wrongSize(
          "\(tensor.rawData.count) bytes", count * element.bytes, "byte", tensor.dims)
      }
      return Self.unpacked(tensor.rawData, element)
    }
    let values = Self.listed(tensor, element)
    guard values.count == count else {
      throw .wrongSize("\(UserText.counted(values.count, "number"))", count, "number", tensor.dims)
    }
    return values
  }

  /// The numbers in the field that belongs to their type; small types stand in `int32_data`.
  private static func listed(_ tensor: Bnnhw_Onnx_Tensor, _ element: TensorElement) -> [Double] {
    let small = tensor.int32Data
    return switch element {
    case .float32: tensor.floatData.map { Double($0) }
    case .float64: tensor.doubleData
    case .int64: tensor.int64Data.map { Double($0) }
    case .uint32: tensor.uint64Data.map { Double(UInt32(truncatingIfNeeded: $0)) }
    case .uint64: tensor.uint64Data.map { Double($0) }
    case .int32: small.map { Double($0) }
    case .int16: small.map { Double(Int16(truncatingIfNeeded: $0)) }
    case .uint16: small.map { Double(UInt16(truncatingIfNeeded: $0)) }
    case .int8: small.map { Double(Int8(truncatingIfNeeded: $0)) }
    case .uint8: small.map { Double(UInt8(truncatingIfNeeded: $0)) }
    case .bool: small.map { $0 == 0 ? 0 : 1 }
    case .float16: small.map { Double(halfBits: UInt16(truncatingIfNeeded: $0)) }
    case .bfloat16: small.map { Double(brainBits: UInt16(truncatingIfNeeded: $0)) }
    }
  }

  /// The numbers in little-endian raw data.
  private static func unpacked(_ data: Data, _ element: TensorElement) -> [Double] {
    switch element {
    case .float32: unpacked(data) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case .float64: unpacked(data) { (bits: UInt64) in Double(bitPattern: bits) }
    case .float16: unpacked(data) { Double(halfBits: $0) }
    case .bfloat16: unpacked(data) { Double(brainBits: $0) }
    case .int8: unpacked(data) { (number: Int8) in Double(number) }
    case .int16: unpacked(data) { (number: Int16) in Double(number) }
    case .int32: unpacked(data) { (number: Int32) in Double(number) }
    case .int64: unpacked(data) { (number: Int64) in Double(number) }
    case .uint8: unpacked(data) { (number: UInt8) in Double(number) }
    case .uint16: unpacked(data) { (number: UInt16) in Double(number) }
    case .uint32: unpacked(data) { (number: UInt32) in Double(number) }
    case .uint64: unpacked(data) { (number: UInt64) in Double(number) }
    case .bool: unpacked(data) { (byte: UInt8) in byte == 0 ? 0 : 1 }
    }
  }

  private static func unpacked<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ data: Data, _ number: (Stored) -> Double
  ) -> [Double] {
    let width = MemoryLayout<Stored>.size
    let count = data.count / width
    return data.withUnsafeBytes { bytes in
      Array(unsafeUninitializedCapacity: count) { target, initialized in
        for index in 0..<count {
          let stored = bytes.loadUnaligned(fromByteOffset: index * width, as: Stored.self)
          target.initializeElement(at: index, to: number(Stored(littleEndian: stored)))
        }
        initialized = count
      }
    }
  }
}

extension TensorFailure {
  fileprivate static func notNumeric(code: Int) -> TensorFailure {
    TensorFailure(
      "onnx.tensor", "elements are of type \(TensorElement.name(of: code)), but expected numbers",
      hint: "export the model in float32")
  }

  fileprivate static func impossible(_ sizes: [Int64]) -> TensorFailure {
    let shown = sizes.prefix(8).map(String.init).joined(separator: "×")
    let rest = sizes.count > 8 ? "×…" : ""
    return TensorFailure(
      "onnx.tensor",
      "size \(shown)\(rest) is negative or too large, but expected at most 2^28 elements")
  }

  fileprivate static let tooManyInAll = TensorFailure(
    "onnx.tensor", "the file has more than 2^28 numbers up to here, but expected at most as many")

  fileprivate static func wrongSize(
    _ actual: String, _ expected: Int, _ unit: String, _ sizes: [Int64]
  ) -> TensorFailure {
    let shape = sizes.isEmpty ? "a scalar" : sizes.map(String.init).joined(separator: "×")
    return TensorFailure(
      "onnx.tensor",
      "data has \(actual), but expected \(UserText.counted(expected, unit)) for \(shape)")
  }
}
