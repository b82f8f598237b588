import Testing

@testable import ONNXImporter

@Suite("Operator evaluation")
struct OperatorEvaluatorTests {
  private func node(
    _ operation: String, domain: String = "", outputs: [String] = ["y"],
    _ attributes: [String: ONNXNode.Attribute] = [:]
  ) -> ONNXNode {
    ONNXNode(
      name: "n", operation: operation, domain: domain, inputs: [], outputs: outputs,
      attributes: attributes)
  }

  private func zeros(_ shape: Int...) -> RealTensor {
    RealTensor(shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)))
  }

  private func evaluate(_ node: ONNXNode, _ inputs: [RealTensor?]) throws -> [RealTensor]? {
    try OperatorEvaluator.evaluate(node, inputs, operatorSets: ["": 13])
  }

  private func expectFailure(
    _ node: ONNXNode, _ inputs: [RealTensor?], _ reason: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let failure = #expect(throws: EvaluationFailure.self, sourceLocation: sourceLocation) {
      try evaluate(node, inputs)
    }
    #expect(failure?.reason == reason, sourceLocation: sourceLocation)
  }

  @Test("unknown operators and domains have no values")
  func unknown() throws {
    #expect(try evaluate(node("Loop"), []) == nil)
    #expect(try evaluate(node("Add", domain: "finn"), [.scalar(1), .scalar(2)]) == nil)
    #expect(!OperatorEvaluator.knows(node("Quant", domain: "my.own")))
  }

  @Test(
    "quantizers are known by all names of their domain",
    arguments: [
      "", "onnx.brevitas", "qonnx.custom_op.general", "finn.custom_op.general", "finn", "qonnx",
    ])
  func domains(domain: String) throws {
    let quantizer = node("BipolarQuant", domain: domain)
    #expect(OperatorEvaluator.knows(quantizer))
    let result = try evaluate(
      quantizer, [RealTensor(shape: [3], values: [-1, -0.0, 2]), .scalar(3)])
    #expect(result == [RealTensor(shape: [3], values: [-3, 3, 3])])
  }

  @Test("batch normalization is computed in 64 bits")
  func exactness() throws {
    let inputs = [0.1, 0.3, 0.7, 0.2, 1.1].map { RealTensor(shape: [1], values: [$0]) }
    let image = try inputs[0].reshaped([1, 1])
    let result = try evaluate(
      node("BatchNormalization", ["epsilon": .real(0.25)]), [image] + inputs.dropFirst())
    #expect(result?[0].values == [(0.1 - 0.2) / (1.1 + 0.25).squareRoot() * 0.3 + 0.7])
  }

  @Test("equal numbers are taken from the lowest index")
  func ties() throws {
    let row = RealTensor(shape: [5], values: [1, 3, 3, 1, 3])
    let result = try evaluate(node("TopK"), [row, RealTensor(shape: [1], values: [4])])
    #expect(result?[0].values == [3, 3, 3, 1])
    #expect(result?[1].values == [1, 2, 4, 0])
    #expect(try evaluate(node("ArgMax", ["keepdims": .integer(0)]), [row]) == [.scalar(1)])
  }

  @Test("operators tell why inputs do not fit")
  func failures() {
    expectFailure(
      node("MatMul"), [zeros(2, 3), zeros(4, 5)],
      "inputs of shapes 2×3 and 4×5 cannot be multiplied")
    expectFailure(node("Add"), [zeros(2), zeros(3)], "inputs of shapes 2 and 3 do not match")
    expectFailure(node("Add"), [zeros(2), nil], "input 1 is missing")
    expectFailure(
      node("Conv"), [zeros(1, 2, 4, 4), zeros(1, 3, 2, 2)],
      "an input of shape 1×2×4×4 does not fit weights of shape 1×3×2×2")
    expectFailure(
      node("Conv"), [zeros(1, 1, 2, 2), zeros(1, 1, 3, 3)],
      "a window that spans 3 does not fit into 2 with its border")
    expectFailure(
      node("Reshape"), [zeros(6), RealTensor(shape: [2], values: [4, 2])],
      "shape 6 cannot become 4×2")
    expectFailure(
      node("ConstantOfShape"), [RealTensor(shape: [2], values: [0x1p20, 0x1p20])],
      "a tensor of shape 1048576×1048576 is too large, but expected at most 2^28 elements")
    expectFailure(
      node("Gather"), [zeros(3), .scalar(3)], "index is 3, but expected one of 3")
    expectFailure(
      node("Pad", ["mode": .text("reflect")]), [zeros(3)],
      "attribute 'mode' is 'reflect', but expected 'constant'")
    expectFailure(
      node("Pad"), [zeros(3), RealTensor(shape: [2], values: [-1, 0])],
      "pads are [-1, 0], but expected 0 or more at both ends of 1 axes")
    expectFailure(
      node("Cast", ["to": .integer(2)]), [.scalar(300)], "value 300.0 does not fit into uint8")
    expectFailure(
      node("MaxPool", outputs: ["y", "indices"], ["kernel_shape": .integers([1])]),
      [zeros(1, 1, 1)],
      "output 1 of the operator is not computed")
    expectFailure(
      node("BatchNormalization", ["training_mode": .integer(1)]), [zeros(1, 1)],
      "batch normalization is in training mode")
    expectFailure(
      node("Quant"), [.scalar(1), .scalar(1), .scalar(0), .scalar(0.5)],
      "bit width, input 3, is 0.5, but expected 1 to 64")
  }
}
