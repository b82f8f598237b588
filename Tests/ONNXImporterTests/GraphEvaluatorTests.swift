import Testing

@testable import ONNXImporter

@Suite("Graph evaluation")
struct GraphEvaluatorTests {
  @Test("gives every value")
  func values() throws {
    let graph = try SampleModel.valid.read()
    let values = try GraphEvaluator(graph).evaluate([
      "x": RealTensor(shape: [1, 2], values: [1, 10])
    ])
    #expect(values["product"] == RealTensor(shape: [1, 2], values: [31, 42]))
    #expect(values["y"] == RealTensor(shape: [1, 2], values: [32, 43]))
    #expect(values["one"] == .scalar(1))
  }

  @Test("names the node that fails")
  func failure() throws {
    let graph = try SampleModel.valid.read()
    let failure = #expect(throws: EvaluationFailure.self) {
      try GraphEvaluator(graph).evaluate(["x": RealTensor(shape: [1], values: [1])])
    }
    #expect(
      failure?.reason
        == "node '#1' (MatMul): inputs of shapes 1 and 2×2 cannot be multiplied")
  }

  @Test("names a node of constants that fails")
  func constantFailure() throws {
    let graph = try SampleModel.changed { $0.graph.node[0].opType = "Loop" }.read()
    let failure = #expect(throws: EvaluationFailure.self) {
      try GraphEvaluator(graph).evaluate(["x": RealTensor(shape: [1, 2], values: [1, 1])])
    }
    #expect(failure?.reason == "node '#0' (Loop): the operator is unknown")
  }

  @Test("needs a value for every input")
  func missing() throws {
    let graph = try SampleModel.valid.read()
    let failure = #expect(throws: EvaluationFailure.self) {
      try GraphEvaluator(graph).evaluate([:])
    }
    #expect(failure?.reason == "graph input 'x' has no value")
  }
}
