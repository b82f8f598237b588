import Foundation
import TestSupport
import Testing

@testable import ONNXImporter

/// A model of one node, inputs for it, and what ONNX Runtime or QONNX computes.
struct OperatorCase: Decodable, Sendable {
  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Double]

    var tensor: RealTensor { RealTensor(shape: shape, values: values) }
  }

  enum Family: String, CaseIterable, Decodable {
    case arithmetic, activation, comparison, cast, shape, layout, matrix, convolution, pool
    case reduction, selection, normalization, quantization, threshold
  }

  let name: String
  let family: Family
  /// Whether results are compared bit by bit, and not as 32-bit floats.
  let isExact: Bool
  let inputs: [String: Numbers]
  let outputs: [String: Numbers]

  /// What `operators.py` writes, and the models by name. Python starts once for all families.
  private static let all = Task { try await generate() }

  static func cases(of family: Family) async throws -> [(OperatorCase, model: [UInt8])] {
    let (cases, models) = try await all.value
    return try cases.filter { $0.family == family }.map { ($0, try #require(models[$0.name])) }
  }

  private static func generate() async throws -> ([OperatorCase], [String: [UInt8]]) {
    try await withTemporaryDirectory { directory in
      try await ReferencePython.run("operators", [directory.path(percentEncoded: false)])
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let list = try Data(contentsOf: directory.appending(path: "cases.json"))
      let cases = try decoder.decode([OperatorCase].self, from: list)
      let models = try cases.map { item in
        (item.name, [UInt8](try Data(contentsOf: directory.appending(path: "\(item.name).onnx"))))
      }
      return (cases, Dictionary(uniqueKeysWithValues: models))
    }
  }
}
