import Testing

@testable import ONNXImporter

@Suite(
  "Operators against ONNX Runtime and QONNX",
  .enabled(if: ReferencePython.hasONNX, ReferencePython.absence))
struct OperatorReferenceTests {
  @Test("have the reference's outputs", arguments: OperatorCase.Family.allCases)
  func outputs(family: OperatorCase.Family) async throws {
    let cases = try await OperatorCase.cases(of: family)
    #expect(!cases.isEmpty)
    for (item, model) in cases {
      let graph = try ONNXReader.read(model, file: "\(item.name).onnx", directory: nil)
      let values = try GraphEvaluator(graph).evaluate(item.inputs.mapValues(\.tensor))
      for (name, expected) in item.outputs {
        let actual = try #require(values[name], "\(item.name) has no output \(name)")
        #expect(actual.shape == expected.shape, "\(item.name) \(name)")
        guard actual.shape == expected.shape else { continue }
        let places = zip(actual.values, expected.values).enumerated().filter {
          !isEqual($1.0, $1.1, isExact: item.isExact)
        }
        let first = places.first.map { "[\($0.offset)]: \($0.element)" }
        #expect(first == nil, "\(item.name) \(name)")
      }
    }
  }

  /// Sums of 32-bit floats may lose most of a small difference of large terms.
  private func isEqual(_ actual: Double, _ expected: Double, isExact: Bool) -> Bool {
    actual == expected || !isExact && abs(actual - expected) <= 1e-5 * max(1, abs(expected))
  }
}
